import type { HttpManager } from '@/lib/envoy/config/http-manager'

/** "host:80" → ["host", 80]; the port is null without one. IPv6 stays in brackets. */
export function splitPort(authority: string): [string, number | null] {
  const match = /^(\[[^\]]*\]|[^:]*):(\d{1,5})$/.exec(authority)
  return match === null ? [authority, null] : [match[1] ?? authority, Number(match[2])]
}

/** The authority as the connection manager passes it on (strip_any_host_port, strip_matching_host_port, trailing dot). */
export function normalizeAuthority(manager: HttpManager, authority: string, listenerPort: number): string {
  const [host, port] = splitPort(authority)
  const strip = port !== null && (manager.stripPort === 'any' || (manager.stripPort === 'matching' && port === listenerPort))
  const name = manager.stripTrailingDot && host.endsWith('.') ? host.slice(0, -1) : host
  return port === null || strip ? name : `${name}:${port}`
}
