/** What Istio reads from a port's name, by what stands before the first "-". Source: istio pkg/config/protocol/instance.go Parse. */
const PROTOCOLS = new Set([
  'tcp',
  'udp',
  'grpc',
  'grpc-web',
  'http',
  'http_proxy',
  'http2',
  'https',
  'tls',
  'mongo',
  'redis',
  'mysql',
  'hbone',
])
const HTTP = new Set(['http', 'http2', 'http_proxy', 'grpc', 'grpc-web'])
const TLS = new Set(['https', 'tls'])
/** Kubernetes' own words for an appProtocol. */
const APP_PROTOCOLS = new Set(['kubernetes.io/h2c', 'kubernetes.io/ws', 'kubernetes.io/wss'])
/** Servers that speak first: SMTP, DNS, MySQL, MongoDB. They are taken for TCP. */
const SERVER_FIRST_PORTS = new Set([25, 53, 3306, 27017])

export const isProtocol = (text: string): boolean => PROTOCOLS.has(text.toLowerCase())
export const isHttp = (text: string): boolean => HTTP.has(text.toLowerCase())
export const isTls = (text: string): boolean => TLS.has(text.toLowerCase())

/** Whether Istio knows a Service port's protocol by its appProtocol or name. Source: istio pkg/config/kube/conversion.go ConvertProtocol. */
export function isPortSupported(port: { number: number; name: string; protocol: string | null; appProtocol: string | null }): boolean {
  if (port.protocol === 'UDP') return true
  if (port.appProtocol !== null && APP_PROTOCOLS.has(port.appProtocol)) return true
  const said = (port.appProtocol ?? port.name).toLowerCase()
  return said.startsWith('grpc-web') || isProtocol(said.split('-', 1)[0] ?? '') || SERVER_FIRST_PORTS.has(port.number)
}
