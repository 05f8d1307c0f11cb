import type { Pod, ServicePort } from './objects'

const PROTOCOLS = new Map(
  ['TCP', 'UDP', 'GRPC', 'GRPC-Web', 'HTTP', 'HTTP_PROXY', 'HTTP2', 'HTTPS', 'TLS', 'Mongo', 'Redis', 'MySQL'].map((protocol) => [
    protocol.toLowerCase(),
    protocol,
  ]),
)
const UNSUPPORTED = 'UnsupportedProtocol'
/** Servers that speak first: SMTP, DNS, MySQL, MongoDB. Sniffing would break them, so they are TCP. */
const SERVER_FIRST_PORTS = new Set([25, 53, 3306, 27017])

/** The protocol that Istio takes a Service's port for: its appProtocol, else what stands before the first "-" of its name. */
export function convertedProtocol({ port, name, protocol, appProtocol }: ServicePort): string {
  if (protocol === 'UDP') return 'UDP'
  const said = (appProtocol ?? name ?? '').toLowerCase()
  if (said.startsWith('grpc-web')) return 'GRPC-Web'
  return PROTOCOLS.get(said.split('-', 1)[0] ?? '') ?? (SERVER_FIRST_PORTS.has(port) ? 'TCP' : UNSUPPORTED)
}

/** As `convertedProtocol`, with istioctl's words for a port that says nothing and for Istio's own tunnels. */
export function describedProtocol(port: ServicePort): string {
  if (!port.name && (port.appProtocol ?? null) === null && port.protocol !== 'UDP') return 'auto-detect'
  const protocol = convertedProtocol(port)
  return protocol === UNSUPPORTED && port.appProtocol === 'hbone' ? 'HBONE' : protocol
}

/** The pod's port behind a Service's: a number as it is, a name as the containers have it; null: none has that name. */
export function targetPort(pod: Pod, { targetPort: target, port, protocol }: ServicePort): number | null {
  if (typeof target !== 'string') return target ?? port
  const named = pod.spec.containers.flatMap(({ ports }) => ports ?? [])
  return named.find(({ name, protocol: own }) => name === target && (own ?? 'TCP') === (protocol ?? 'TCP'))?.containerPort ?? null
}
