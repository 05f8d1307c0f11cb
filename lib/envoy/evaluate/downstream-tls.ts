import type { TlsContext } from '@/lib/envoy/config/transport-socket'
import type { Flow } from '@/lib/envoy/evaluate/flow'
import { shownNames } from '@/lib/envoy/evaluate/identity'
import { matchPeerNames } from '@/lib/envoy/evaluate/peer-names'
import type { EnvoyState } from '@/lib/envoy/evaluate/state'
import type { ClientTls } from '@/lib/envoy/model'

export type Handshake =
  | { kind: 'plaintext' }
  | { kind: 'terminated'; security: 'mtls' | 'tls'; facts: Record<string, string> }
  | { kind: 'refused'; how: 'reset' | 'tls'; reason: string }
  | { kind: 'unknown'; reason: string }

function checkClient(context: TlsContext, tls: ClientTls, facts: Record<string, string>): Handshake {
  if (tls.identity === null) {
    if (context.requireClientCertificate)
      return { kind: 'refused', how: 'tls', reason: 'The filter chain requires a client certificate and the client shows none.' }
    return { kind: 'terminated', security: 'tls', facts }
  }
  const { identity } = tls
  if (context.peerNames.length > 0 && matchPeerNames(context.peerNames, { uris: [identity], dnsNames: [] }).is === 'no')
    return { kind: 'refused', how: 'tls', reason: `The client's identity ${identity} is not one that this proxy accepts.` }
  return { kind: 'terminated', security: 'mtls', facts }
}

/** First the client looks at the server's certificate (it may hang up), then the server at the client's. */
function checkPeers(state: EnvoyState, context: TlsContext, tls: ClientTls): Handshake {
  if (tls.serverNames === undefined) return checkClient(context, tls, {})
  const shown = shownNames(state, context.certificates)
  const verdict = shown === null ? null : matchPeerNames(tls.serverNames, shown)
  if (shown === null || verdict === null || verdict.is === 'unknown')
    return checkClient(context, tls, { 'server certificate': 'not known, not checked' })
  const name = [...shown.uris, ...shown.dnsNames].join(', ') || 'none'
  if (verdict.is === 'yes') return checkClient(context, tls, { 'server certificate': name })
  const reason = `The client accepts none of the names in the certificate that it is shown (${name}).`
  return { kind: 'refused', how: 'tls', reason }
}

/** What the filter chain's transport socket does with what the client sends. */
export function shakeHands(flow: Flow): Handshake {
  const { transport } = flow.chain
  const { offered } = flow.connection
  if (transport.kind === 'unknown') return { kind: 'unknown', reason: `The transport socket ${transport.name} is not modelled.` }
  if (transport.kind === 'plaintext') return { kind: 'plaintext' }
  if (offered === null) return { kind: 'refused', how: 'reset', reason: 'The filter chain expects TLS and the client speaks plain text.' }
  return checkPeers(flow.state, transport.context, offered)
}
