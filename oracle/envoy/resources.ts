import type { SocketAddress } from '@/lib/envoy/model'
import { accessLog } from '@/oracle/envoy/access-lines'
import { AUTHORITY, certificateOf } from '@/oracle/envoy/certificates'
import { ENVOY_IP } from '@/oracle/envoy/loopback'

const TYPES = 'type.googleapis.com/envoy.extensions.'

/** An extension's name and typed_config; `type` is its message without "envoy.extensions.". */
export function extension(name: string, type: string, config: object = {}): object {
  return { name, typed_config: { '@type': `${TYPES}${type}`, ...config } }
}

export const ROUTER = extension('envoy.filters.http.router', 'filters.http.router.v3.Router')

export function socketAddress({ ip, port }: SocketAddress): object {
  return { socket_address: { address: ip, port_value: port } }
}

/** An http_connection_manager that writes access lines. */
export function httpManager(fields: object, filters: object[] = []): object {
  return extension('envoy.filters.network.http_connection_manager', 'filters.network.http_connection_manager.v3.HttpConnectionManager', {
    stat_prefix: 'oracle',
    access_log: accessLog('http'),
    http_filters: [...filters, ROUTER],
    ...fields,
  })
}

export function tcpProxy(fields: object): object {
  return extension('envoy.filters.network.tcp_proxy', 'filters.network.tcp_proxy.v3.TcpProxy', {
    stat_prefix: 'oracle',
    access_log: accessLog('tcp'),
    ...fields,
  })
}

/** A listener of the judged Envoy that writes a line for each connection. */
export function listener(name: string, port: number, fields: object): object {
  return { name, address: socketAddress({ ip: ENVOY_IP, port }), access_log: accessLog('listener'), ...fields }
}

/** A listener with one HTTP chain and inline routes. */
export function httpListener(name: string, port: number, routes: object, filters: object[] = [], manager: object = {}): object {
  const config = { route_config: { name: `${name}-routes`, validate_clusters: false, ...routes }, ...manager }
  return listener(name, port, { filter_chains: [{ filters: [httpManager(config, filters)] }] })
}

/** A STATIC cluster of these hosts. */
export function staticCluster(name: string, hosts: readonly SocketAddress[], fields: object = {}): object {
  const lb_endpoints = hosts.map((host) => ({ endpoint: { address: socketAddress(host) } }))
  return { name, type: 'STATIC', connect_timeout: '2s', load_assignment: { cluster_name: name, endpoints: [{ lb_endpoints }] }, ...fields }
}

function inline(text: string): object {
  return { inline_string: text }
}

/** A downstream TLS context with a certificate of the run's authority. */
export function serverTls(fields: object = {}, common: object = {}): object {
  const { cert, key } = certificateOf('spiffe://oracle/ns/envoy/sa/server')
  const common_tls_context = { tls_certificates: [{ certificate_chain: inline(cert), private_key: inline(key) }], ...common }
  return extension('envoy.transport_sockets.tls', 'transport_sockets.tls.v3.DownstreamTlsContext', { common_tls_context, ...fields })
}

/** An upstream TLS context; without a `validation` it takes any certificate. */
export function clientTls({
  sni,
  alpn,
  identity,
  auto,
  validation,
}: {
  sni: string | undefined
  alpn: string[]
  identity: string | null
  auto: boolean
  /** Of a CertificateValidationContext: the names that the server's certificate must have. */
  validation?: object
}): object {
  const own = identity === null ? null : certificateOf(identity)
  const certificates = own === null ? {} : { tls_certificates: [{ certificate_chain: inline(own.cert), private_key: inline(own.key) }] }
  return extension('envoy.transport_sockets.tls', 'transport_sockets.tls.v3.UpstreamTlsContext', {
    common_tls_context: {
      ...(alpn.length === 0 ? {} : { alpn_protocols: alpn }),
      ...certificates,
      ...(validation === undefined ? {} : { validation_context: { trusted_ca: inline(AUTHORITY), ...validation } }),
    },
    ...(sni === undefined ? {} : { sni }),
    auto_host_sni: auto,
    // Each handshake whole: Node does not tell the server name of a resumed one.
    max_session_keys: 0,
  })
}
