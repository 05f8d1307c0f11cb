import { addressText, type EnvoyAddress, parseSocketAddress } from '@/lib/envoy/config/address'
import type { Host } from '@/lib/envoy/config/hosts'
import type { Flow } from '@/lib/envoy/evaluate/flow'
import { ended, mapEnds, unknownEnd } from '@/lib/envoy/evaluate/tree'
import { onUpstreamFailure } from '@/lib/envoy/evaluate/upstream-failure'
import type { EnvoyEnd, EnvoyTree, HandedAlong, Said } from '@/lib/envoy/model'

/** Internal listeners that lead to each other in a circle end here. */
const MAX_DEPTH = 16

const ORIGINAL_DST = 'envoy.filters.listener.original_dst'

type Upstream = Extract<EnvoyEnd, { kind: 'upstream' }>
type InternalAddress = Extract<EnvoyAddress, { kind: 'internal' }>

/** What internal_upstream hands along: metadata of the endpoint, and addresses from there, else from the filter state; `passes` null: it is not used. */
export function handedAlong(flow: Flow, host: Host, passes: readonly string[] | null): HandedAlong {
  const metadata = new Map((passes ?? []).map((name) => [name, host.metadata.key(name)] as const).filter(([, node]) => node.exists))
  if (passes === null) return { local: null, remote: null, metadata }
  const address = (name: 'local' | 'remote') =>
    parseSocketAddress(metadata.get(ORIGINAL_DST)?.get(name).text() ?? flow.shared.get(`${ORIGINAL_DST}.${name}_ip`) ?? '')
  return { local: address('local'), remote: address('remote'), metadata }
}

/** A connection within that is closed, for the one who opened it. */
function closedFor(outer: Upstream, flags: string, reason: string): EnvoyEnd {
  // Closed at once, the one who opened it has not yet learnt that it is open; after a connection that was tried in vain, it has.
  const late = outer.via === 'http' && flags.includes('UF')
  return { ...onUpstreamFailure(outer, late ? 'reset' : 'refused'), reason }
}

/** What comes of a way inside, for the one who opened the connection to it: `outer` is that connection. */
function seenFrom(outer: Upstream, end: EnvoyEnd): EnvoyEnd {
  if (end.kind === 'closed') return closedFor(outer, end.flags, end.reason)
  if (end.kind === 'upstream' && end.thenClosed !== undefined) return closedFor(outer, end.thenClosed.flags, end.thenClosed.reason)
  // Who asked for a tunnel and gets none closes what it was for.
  if (end.kind === 'answered' && end.to === 'CONNECT' && outer.via === 'tcp') return closedFor(outer, 'UF', end.reason)
  // The one in the middle closes whatever it had opened.
  if (outer.thenClosed !== undefined && end.kind !== 'unknown') return { kind: 'closed', ...outer.thenClosed }
  if (end.kind === 'answered') return { ...end, to: end.to ?? 'inside' }
  if (end.kind !== 'upstream') return end
  const flags = [outer.flags, end.flags].flatMap((one) => one ?? []).join(',')
  return {
    ...end,
    carriedBy: end.carriedBy === undefined ? outer : { ...end.carriedBy, carriedBy: outer },
    mirrors: [...outer.mirrors, ...end.mirrors],
    timeoutMs: end.timeoutMs ?? outer.timeoutMs ?? null,
    ...(flags === '' ? {} : { flags }),
  }
}

/** The way on from an endpoint that is an internal listener of this Envoy (internal_listener). */
export function toInternalListener(flow: Flow, address: InternalAddress, outer: Upstream, along: HandedAlong): EnvoyTree {
  if (flow.depth >= MAX_DEPTH) return unknownEnd(`More than ${MAX_DEPTH} internal listeners lead to each other.`)
  const said: Said = { tls: outer.tls, request: outer.request }
  const entered = flow.enter(flow, address.listener, addressText(address), said, along)
  if (entered !== null) return mapEnds(entered, (end) => seenFrom(outer, end))
  return ended(closedFor(outer, '-', `This Envoy has no internal listener ${address.listener}.`))
}
