import type { JsonNode } from '@/lib/envoy/parse/json-node'

/** Where Envoy listens or connects to. */
export type EnvoyAddress =
  | { kind: 'socket'; ip: string; port: number }
  | { kind: 'pipe'; path: string }
  | { kind: 'internal'; listener: string; endpointId: string | null }
  | { kind: 'unknown' }

/** Reads envoy.config.core.v3.Address. */
export function readAddress(node: JsonNode): EnvoyAddress {
  const socket = node.get('socket_address')
  if (socket.exists) return { kind: 'socket', ip: socket.get('address').text() ?? '', port: socket.get('port_value').number() ?? 0 }
  const pipe = node.at('pipe', 'path').text()
  if (pipe !== null) return { kind: 'pipe', path: pipe }
  const internal = node.get('envoy_internal_address')
  if (internal.exists) {
    const listener = internal.get('server_listener_name').text() ?? ''
    return { kind: 'internal', listener, endpointId: internal.get('endpoint_id').text() }
  }
  return { kind: 'unknown' }
}

/** The address as the access log prints it. */
export function addressText(address: EnvoyAddress): string {
  if (address.kind === 'socket') return address.ip.includes(':') ? `[${address.ip}]:${address.port}` : `${address.ip}:${address.port}`
  if (address.kind === 'pipe') return address.path
  if (address.kind === 'internal') return `envoy://${address.listener}/${address.endpointId ?? ''}`
  return '?'
}

/** Reads "1.2.3.4:80" or "[::1]:80"; null: it is neither. */
export function parseSocketAddress(text: string): { ip: string; port: number } | null {
  const found = /^\[?([0-9a-fA-F.:]+?)\]?:(\d{1,5})$/.exec(text)
  const port = Number(found?.[2])
  return found === null || port > 65_535 ? null : { ip: found[1] ?? '', port }
}

/** Whether an address means every local address. */
export function isWildcardIp(ip: string): boolean {
  return ip === '0.0.0.0' || ip === '::'
}
