import { matchPeerNames } from '@/lib/envoy/evaluate/peer-names'
import { evaluateProxy } from '@/lib/envoy/evaluate/proxy'
import type { EnvoyState } from '@/lib/envoy/evaluate/state'
import { after, mapEnds } from '@/lib/envoy/evaluate/tree'
import { onUpstreamFailure } from '@/lib/envoy/evaluate/upstream-failure'
import type { Downstream, EnvoyEnd, EnvoyTree, HttpRequest } from '@/lib/envoy/model'
import { DNS_NAME } from '@/oracle/envoy/certificates'
import { ENVOY_IP, tlsUpstream, UPSTREAMS } from '@/oracle/envoy/loopback'
import type { Asked, Probe } from '@/oracle/envoy/scenario'
import { SERVER } from '@/oracle/envoy/upstreams'

function requestOf({ method, path, host: authority, headers, inside }: Asked, more: [string, string][]): HttpRequest {
  const merged = new Map<string, string>(more)
  for (const [name, value] of headers) {
    const before = merged.get(name.toLowerCase())
    merged.set(name.toLowerCase(), before === undefined ? value : `${before},${value}`)
  }
  const tunnel = inside === undefined ? {} : { tunnel: { tls: null, request: requestOf(inside, []) } }
  return { method, scheme: 'http', authority, path, headers: merged, ...tunnel }
}

function downstreamOf(probe: Probe, localPort: number | null, id: string): Downstream {
  const local = { ip: ENVOY_IP, port: probe.port }
  return {
    local,
    originalDst: probe.proxied?.destination ?? local,
    // Linux takes the address of the other end for a connection to a loopback address.
    remote: { ip: '127.0.0.1', port: localPort },
    ...(probe.proxied === undefined ? {} : { proxied: probe.proxied }),
    tls: probe.tls ?? null,
    request: probe.request === null ? null : requestOf(probe.request, [['x-probe', id]]),
  }
}

/** Whether Envoy asks for a name that the upstreams' certificate does not have. */
function refusesServer({ to, tls }: Extract<EnvoyEnd, { kind: 'upstream' }>): boolean {
  const speaksTls = Array.from({ length: UPSTREAMS }, (_, index) => tlsUpstream(index)).some(
    ({ ip, port }) => ip === to.ip && port === to.port,
  )
  return (
    speaksTls && tls?.serverNames !== undefined && matchPeerNames(tls.serverNames, { uris: [SERVER], dnsNames: [DNS_NAME] }).is === 'no'
  )
}

/** What becomes of a connection, also where it leads to another listener of the same Envoy by its socket. */
function evaluate(state: EnvoyState, downstream: Downstream): EnvoyTree {
  const follow = (tree: EnvoyTree): EnvoyTree => {
    if (tree.branches !== null) return { ...tree, branches: tree.branches.map((branch) => ({ ...branch, tree: follow(branch.tree) })) }
    const { end } = tree
    if (end?.kind !== 'upstream') return tree
    if (refusesServer(end)) return { ...tree, end: onUpstreamFailure(end, 'tls') }
    if (end.to.ip !== ENVOY_IP) return tree
    const onward = { local: end.to, originalDst: end.to, remote: { ip: '127.0.0.1', port: null }, tls: end.tls, request: end.request }
    const next = mapEnds(evaluate(state, onward), (last) =>
      // A tunnel that is refused is closed for who was to go through it.
      last.kind === 'answered' && last.to === 'CONNECT' ? onUpstreamFailure(end, 'refused') : last,
    )
    return after(tree.events, next)
  }
  return follow(evaluateProxy(state, downstream))
}

/** What lib/envoy says of a probe, whose header x-probe is `id`; the client's port is known once it was sent. */
export function evaluateProbe(state: EnvoyState, probe: Probe, localPort: number | null, id: string): EnvoyTree {
  return evaluate(state, downstreamOf(probe, localPort, id))
}
