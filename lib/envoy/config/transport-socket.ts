import type { JsonNode } from '@/lib/envoy/parse/json-node'
import { openTypedConfig } from '@/lib/envoy/parse/typed-config'

/** A subject alternative name that the peer's certificate may have; `type` null: of any type. */
export interface PeerName {
  type: string | null
  matcher: JsonNode
}

/** A TLS context, of a listener's filter chain or of a cluster. */
export interface TlsContext {
  alpn: string[]
  sni: string | null
  /** Downstream: the client must show a certificate. */
  requireClientCertificate: boolean
  /** Names of the certificates it shows (SDS), or "inline". */
  certificates: string[]
  /** The peer's certificate must have one of these names; empty: any. */
  peerNames: PeerName[]
  autoHostSni: boolean
  pointer: string
}

export type TransportSocket = { kind: 'plaintext' } | { kind: 'tls'; context: TlsContext } | { kind: 'unknown'; name: string }

/** The names that a CertificateValidationContext asks for; whoever accepts what it does not trust asks for none. */
function readPeerNames(validation: JsonNode): PeerName[] {
  if (validation.get('trust_chain_verification').text() === 'ACCEPT_UNTRUSTED') return []
  const untyped = validation.get('match_subject_alt_names').items()
  const typed = validation.get('match_typed_subject_alt_names').items()
  return [
    ...untyped.map((matcher) => ({ type: null, matcher })),
    ...typed.map((name) => ({ type: name.get('san_type').text(), matcher: name.get('matcher') })),
  ]
}

function readContext(config: JsonNode): TlsContext {
  const common = config.get('common_tls_context')
  const validation = common.get('combined_validation_context').exists
    ? common.at('combined_validation_context', 'default_validation_context')
    : common.get('validation_context')
  const sds = common.get('tls_certificate_sds_secret_configs').items()
  const inline = common.get('tls_certificates').length > 0 ? ['inline'] : []
  return {
    alpn: common.get('alpn_protocols').texts(),
    sni: config.get('sni').text(),
    requireClientCertificate: config.get('require_client_certificate').flag(),
    certificates: [...sds.flatMap((node) => node.get('name').text() ?? []), ...inline],
    peerNames: readPeerNames(validation),
    autoHostSni: config.get('auto_host_sni').flag(),
    pointer: config.pointer,
  }
}

const WRAPPING: ReadonlySet<string> = new Set([
  'UpstreamProxyProtocolTransport',
  'TapTransport',
  'InternalUpstreamTransport',
  'TcpStatsConfig',
])
const PLAIN: ReadonlySet<string> = new Set(['RawBuffer', ''])

/** Names of the endpoint's metadata that internal_upstream hands along; null: it is another transport socket. */
export function metadataHandedAlong(node: JsonNode): readonly string[] | null {
  const { kind, config } = openTypedConfig(node.get('typed_config'))
  if (kind !== 'InternalUpstreamTransport') return null
  return config
    .get('passthrough_metadata')
    .items()
    .flatMap((item) => (item.at('kind', 'host').exists ? (item.get('name').text() ?? []) : []))
}

/** Reads envoy.config.core.v3.TransportSocket; one that is left out is plain text. */
export function readTransportSocket(node: JsonNode): TransportSocket {
  if (!node.exists) return { kind: 'plaintext' }
  const { kind, type, config } = openTypedConfig(node.get('typed_config'))
  if (kind === 'DownstreamTlsContext' || kind === 'UpstreamTlsContext') return { kind: 'tls', context: readContext(config) }
  if (WRAPPING.has(kind)) return readTransportSocket(config.get('transport_socket'))
  const name = node.get('name').text() ?? ''
  if (PLAIN.has(kind) && (kind !== '' || name.endsWith('raw_buffer'))) return { kind: 'plaintext' }
  return { kind: 'unknown', name: type || name }
}
