import type { TlsContext } from '@/lib/envoy/config/transport-socket'
import type { Flow } from '@/lib/envoy/evaluate/flow'
import { matchString } from '@/lib/envoy/evaluate/match/string'
import { any } from '@/lib/envoy/evaluate/verdict'
import type { ClientTls } from '@/lib/envoy/model'

export type Handshake =
  | { kind: 'plaintext' }
  | { kind: 'terminated'; security: 'mtls' | 'tls' }
  | { kind: 'refused'; how: 'reset' | 'tls'; reason: string }
  | { kind: 'unknown'; reason: string }

function checkPeer(context: TlsContext, tls: ClientTls): Handshake {
  if (tls.identity === null) {
    if (context.requireClientCertificate)
      return { kind: 'refused', how: 'tls', reason: 'The filter chain requires a client certificate and the client shows none.' }
    return { kind: 'terminated', security: 'tls' }
  }
  const identity = tls.identity
  const verdict =
    context.peerNames.length === 0
      ? null
      : any(
          context.peerNames.map((name) => matchString(name, identity, 'peer certificate')),
          'peer certificate',
        )
  if (verdict?.is === 'no')
    return { kind: 'refused', how: 'tls', reason: `The client's identity ${identity} is not one that this proxy accepts.` }
  return { kind: 'terminated', security: 'mtls' }
}

/** What the filter chain's transport socket does with what the client sends. */
export function shakeHands(flow: Flow): Handshake {
  const { transport } = flow.chain
  const { offered } = flow.connection
  if (transport.kind === 'unknown') return { kind: 'unknown', reason: `The transport socket ${transport.name} is not modelled.` }
  if (transport.kind === 'plaintext') return { kind: 'plaintext' }
  if (offered === null) return { kind: 'refused', how: 'reset', reason: 'The filter chain expects TLS and the client speaks plain text.' }
  return checkPeer(transport.context, offered)
}
