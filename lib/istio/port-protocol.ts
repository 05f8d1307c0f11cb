/** Istio's protocols by their names in lower case, each as Istio prints it. Source: istio pkg/config/protocol/instance.go Parse. */
const PROTOCOLS = new Map(
  ['TCP', 'UDP', 'GRPC', 'GRPC-Web', 'HTTP', 'HTTP_PROXY', 'HTTP2', 'HTTPS', 'TLS', 'Mongo', 'Redis', 'MySQL', 'HBONE'].map(
    (protocol) => [protocol.toLowerCase(), protocol] as const,
  ),
)
const HTTP = new Set(['HTTP', 'HTTP2', 'HTTP_PROXY', 'GRPC', 'GRPC-Web'])
const TLS = new Set(['HTTPS', 'TLS'])
/** Kubernetes' own words for an appProtocol. */
const APP_PROTOCOLS = new Map([
  ['kubernetes.io/h2c', 'HTTP2'],
  ['kubernetes.io/ws', 'HTTP'],
  ['kubernetes.io/wss', 'HTTPS'],
])
/** Servers that speak first: SMTP, DNS, MySQL, MongoDB. Sniffing would break them, so they are taken for TCP. */
const SERVER_FIRST_PORTS = new Set([25, 53, 3306, 27017])

/** What Istio says of a text that names no protocol. */
export const UNSUPPORTED = 'UnsupportedProtocol'

/** The protocol of this name in any case, as Istio prints it; else UNSUPPORTED. */
const parseProtocol = (text: string): string => PROTOCOLS.get(text.toLowerCase()) ?? UNSUPPORTED

export const isProtocol = (text: string): boolean => parseProtocol(text) !== UNSUPPORTED
export const isHttp = (text: string): boolean => HTTP.has(parseProtocol(text))
export const isTls = (text: string): boolean => TLS.has(parseProtocol(text))

/** What a Service's port says of its protocol. */
export interface SaidOfPort {
  port: number
  name?: string | null
  protocol?: string | null
  appProtocol?: string | null
}

/**
 * The protocol that Istio takes a Service's port for: its appProtocol, else what stands before the first "-" of its name; UNSUPPORTED
 * where neither says one. Source: istio pkg/config/kube/conversion.go ConvertProtocol.
 */
export function convertedProtocol({ port, name, protocol, appProtocol }: SaidOfPort): string {
  if (protocol === 'UDP') return 'UDP'
  const said = appProtocol ?? name ?? ''
  const kubernetesOwn = APP_PROTOCOLS.get(appProtocol ?? '')
  if (kubernetesOwn !== undefined) return kubernetesOwn
  if (said.toLowerCase().startsWith('grpc-web')) return 'GRPC-Web'
  const parsed = parseProtocol(said.split('-', 1)[0] ?? '')
  return parsed === UNSUPPORTED && SERVER_FIRST_PORTS.has(port) ? 'TCP' : parsed
}
