import type { HttpManager } from '@/lib/envoy/config/http-manager'

export type PathResult = { kind: 'path'; path: string } | { kind: 'rejected' } | { kind: 'redirected'; path: string }

function split(path: string): [string, string] {
  const at = path.search(/[?#]/)
  return at === -1 ? [path, ''] : [path.slice(0, at), path.slice(at)]
}

const UNRESERVED = /^[A-Za-z0-9\-._~]$/

/** RFC 3986 6.2.2: unreserved characters are decoded, escapes get capital letters; %00 and broken escapes are refused. */
function normalizeEscapes(path: string): string {
  return path.replace(/%([0-9a-fA-F]{2})/g, (whole, code: string) => {
    const letter = String.fromCharCode(Number.parseInt(code, 16))
    return UNRESERVED.test(letter) ? letter : whole.toUpperCase()
  })
}

/** RFC 3986 5.2.4; null when the path climbs above the root. */
function removeDots(path: string): string | null {
  const kept: string[] = []
  const segments = path.split('/').slice(1)
  for (const [at, segment] of segments.entries()) {
    const last = at === segments.length - 1
    if (segment === '..') {
      if (kept.length === 0) return null
      kept.pop()
      if (last) kept.push('')
    } else if (segment === '.') {
      if (last) kept.push('')
    } else kept.push(segment)
  }
  return `/${kept.join('/')}`
}

/** The path as the connection manager changes it before routes are looked at. */
export function normalizeRequestPath(manager: HttpManager, path: string): PathResult {
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
    const dotless = removeDots(normalizeEscapes(current).replaceAll('\\', '/'))
    if (dotless === null) return { kind: 'rejected' }
    current = dotless
  }
  if (manager.mergeSlashes) current = current.replace(/\/{2,}/g, '/')
  return { kind: 'path', path: current + query }
}
