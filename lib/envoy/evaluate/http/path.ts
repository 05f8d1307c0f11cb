import type { HttpManager } from '@/lib/envoy/config/http-manager'

export type PathResult = { kind: 'path'; path: string } | { kind: 'rejected' } | { kind: 'redirected'; path: string }

function split(path: string): [string, string] {
  const at = path.search(/[?#]/)
  return at === -1 ? [path, ''] : [path.slice(0, at), path.slice(at)]
}

const UNRESERVED = /^[A-Za-z0-9\-._~]$/

/** Unreserved characters are decoded, every other escape stays as it is, and what no URL may have is escaped. */
function canonicalEscapes(path: string): string {
  const decoded = path.replace(/%([0-9a-fA-F]{2})/g, (whole, code: string) => {
    const letter = String.fromCharCode(Number.parseInt(code, 16))
    return UNRESERVED.test(letter) ? letter : whole
  })
  return decoded.replace(/["<>^`{|}]/g, (letter) => `%${letter.charCodeAt(0).toString(16).toUpperCase()}`)
}

/** RFC 3986 5.2.4: what would climb above the root stays there. */
function removeDots(path: string): string {
  const kept: string[] = []
  const segments = path.split('/').slice(1)
  for (const [at, segment] of segments.entries()) {
    const last = at === segments.length - 1
    if (segment === '..') kept.pop()
    else if (segment !== '.') kept.push(segment)
    if (last && (segment === '..' || segment === '.')) kept.push('')
  }
  return `/${kept.join('/')}`
}

/** The path as the connection manager changes it before routes are looked at. */
export function normalizeRequestPath(manager: HttpManager, path: string): PathResult {
  // Envoy's http_reject_path_with_fragment, which is on unless the runtime says otherwise.
  if (path.includes('#')) return { kind: 'rejected' }
  const [first, query] = split(path)
  let current = first
  if (!current.startsWith('/')) return { kind: 'path', path }
  const escaped = /%2f|%5c/i.test(current)
  if (escaped && manager.escapedSlashes === 'REJECT_REQUEST') return { kind: 'rejected' }
  if (escaped && manager.escapedSlashes !== 'KEEP_UNCHANGED') {
    current = current.replace(/%2f/gi, '/').replace(/%5c/gi, '\\')
    if (manager.escapedSlashes === 'UNESCAPE_AND_REDIRECT') return { kind: 'redirected', path: current + query }
  }
  if (manager.normalizePath) {
    if (/%00/.test(current)) return { kind: 'rejected' }
    current = removeDots(canonicalEscapes(current).replaceAll('\\', '/'))
  }
  if (manager.mergeSlashes) current = current.replace(/\/{2,}/g, '/')
  return { kind: 'path', path: current + query }
}
