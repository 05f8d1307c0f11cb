import type { HttpManager } from '@/lib/envoy/config/http-manager'
import { type Runtime, runtimeFlag } from '@/lib/envoy/config/runtime'

export type PathResult = { kind: 'path'; path: string } | { kind: 'rejected' } | { kind: 'redirected'; path: string }

function split(path: string): [string, string] {
  const at = path.indexOf('?')
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

const REJECT_FRAGMENT = 'envoy.reloadable_features.http_reject_path_with_fragment'

/** The path as the connection manager changes it before routes are looked at; a fragment is refused, or (by the runtime) cut off. */
export function normalizeRequestPath(manager: HttpManager, runtime: Runtime, asked: string): PathResult {
  const fragment = asked.indexOf('#')
  if (fragment !== -1 && runtimeFlag(runtime, REJECT_FRAGMENT, true)) return { kind: 'rejected' }
  const path = fragment === -1 ? asked : asked.slice(0, fragment)
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
