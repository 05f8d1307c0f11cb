import type { Listener } from '@/lib/envoy/config/listener'
import { answerAdmin, isAdminSocket } from '@/lib/envoy/evaluate/admin'
import { handedOverTo, socketOwner } from '@/lib/envoy/evaluate/choose-listener'
import { shakeHands } from '@/lib/envoy/evaluate/downstream-tls'
import { chainName, chooseFilterChain } from '@/lib/envoy/evaluate/filter-chain-match'
import { chooseByTree } from '@/lib/envoy/evaluate/filter-chain-tree'
import type { Connection, Flow } from '@/lib/envoy/evaluate/flow'
import { chainEvent, doubtEvent, listenerEvent, noChainEvent } from '@/lib/envoy/evaluate/listener-events'
import { acceptedConnection, type Doubt, runListenerFilters } from '@/lib/envoy/evaluate/listener-filters'
import { runNetworkFilters } from '@/lib/envoy/evaluate/network-filters'
import { type EnvoyState, indexOf } from '@/lib/envoy/evaluate/state'
import { after, closed, forked, unknownEnd } from '@/lib/envoy/evaluate/tree'
import type { Downstream, EnvoyEvent, EnvoyTree, HandedAlong, Said } from '@/lib/envoy/model'
import { MAX_FILTER_CHAINS, MAX_LISTENERS, MAX_STEPS } from '@/lib/envoy/parse/limits'

/** One filter chain: the handshake, then its network filters. */
function enterChain(flow: Flow, seen: EnvoyEvent): EnvoyTree {
  const handshake = shakeHands(flow)
  const { offered } = flow.connection
  if (handshake.kind === 'unknown') return unknownEnd(handshake.reason, [{ ...seen, reason: handshake.reason }])
  if (handshake.kind === 'refused') {
    const refused = { ...seen, reason: handshake.reason }
    const ending = { how: handshake.how, flags: '-', reason: handshake.reason }
    if (flow.chain.filters.at(-1)?.kind !== 'TcpProxy') return closed(ending.how, ending.flags, ending.reason, [refused])
    return after([refused], runNetworkFilters({ ...flow, inside: null, thenClosed: ending }, flow.chain.filters))
  }
  if (handshake.kind === 'plaintext') {
    const security = offered === null ? { security: 'plaintext' as const } : {}
    return after([{ ...seen, ...security }], runNetworkFilters({ ...flow, inside: offered }, flow.chain.filters))
  }
  const inner = offered?.inner ?? null
  return after(
    [{ ...seen, security: handshake.security, facts: { ...seen.facts, ...handshake.facts } }],
    runNetworkFilters({ ...flow, terminated: offered, inside: inner }, flow.chain.filters),
  )
}

/** What a listener does with a connection whose filters have looked at it. */
function enterListener(
  state: EnvoyState,
  listener: Listener,
  downstream: Downstream,
  connection: Connection,
  from: Pick<Flow, 'budget' | 'depth'> = { budget: { steps: MAX_STEPS }, depth: 0 },
): EnvoyTree {
  const choice = listener.matcher.exists ? chooseByTree(listener, connection) : chooseFilterChain(listener, connection)
  if (listener.chainCount > listener.filterChains.length) {
    const why = `The listener ${listener.name} has ${listener.chainCount} filter chains; at most ${MAX_FILTER_CHAINS} are followed.`
    return unknownEnd(why, [noChainEvent(listener, connection, choice, why)])
  }
  if (choice.candidates.length === 0) {
    const why = choice.uncertain ?? 'No filter chain of the listener matches the connection.'
    const none = noChainEvent(listener, connection, choice, why)
    return choice.uncertain === null ? closed(connection.offered === null ? 'reset' : 'tls', 'NR', why, [none]) : unknownEnd(why, [none])
  }
  const branches = choice.candidates.map((chain) => {
    const flow: Flow = {
      state,
      index: indexOf(state.dump),
      listener,
      chain,
      connection,
      terminated: null,
      inside: null,
      request: downstream.request,
      connectPort: null,
      remoteIp: connection.remote.ip,
      metadata: new Map(),
      alpnOverride: null,
      flags: [],
      budget: from.budget,
      depth: from.depth,
      shared: new Map(),
      destinationSet: null,
      enter: enterInternal,
      thenClosed: null,
      letPass: downstream.letPass ?? false,
    }
    const probability = choice.candidates.length === 1 && !choice.mayClose ? 1 : null
    return { probability, label: chainName(chain), tree: enterChain(flow, chainEvent(listener, chain, choice, connection)) }
  })
  const none = closed(connection.offered === null ? 'reset' : 'tls', 'NR', 'No filter chain of the listener matches the connection.')
  return forked(choice.mayClose ? [...branches, { probability: null, label: 'no filter chain', tree: none }] : branches)
}

/** The way after a listener's filters: certain, or with the doubts that they leave. */
function despite(listener: Listener, doubts: readonly Doubt[], tree: EnvoyTree): EnvoyTree {
  const events = doubts.map((doubt) => doubtEvent(listener, doubt))
  const [last] = events.slice(-1)
  if (last === undefined) return tree
  const reason = last.reason ?? ''
  if (doubts.some(({ kind }) => kind === 'no-proxy-header')) return closed('reset', '-', reason, events)
  const branches = [
    { probability: null, label: 'goes on', tree },
    { probability: null, label: 'the filter decides', tree: unknownEnd(reason) },
  ]
  return after(events, forked(branches))
}

/** The client's end of every connection within an Envoy. */
const INTERNAL_CLIENT = { ip: 'envoy://internal_client_address/', port: 0 }

function enterInternal(from: Flow, name: string, address: string, said: Said, along: HandedAlong): EnvoyTree | null {
  const listener = from.index.internalListener(name)
  if (listener === null) return null
  const local = { ip: address, port: 0 }
  const downstream: Downstream = {
    ...{ ...said, local, originalDst: local, remote: INTERNAL_CLIENT, proxied: null },
    ...{ internal: along, letPass: from.letPass },
  }
  const { connection, doubts } = runListenerFilters(listener, downstream, acceptedConnection(downstream))
  const inside = { budget: from.budget, depth: from.depth + 1 }
  const entered = enterListener(from.state, listener, downstream, settled(connection), inside)
  return after([listenerEvent(listener, null)], despite(listener, doubts, entered))
}

/**
 * What a proxy does with a connection and the request in it: the listener of the socket, its filter chain, filters,
 * route, cluster and endpoints, each with a JSON pointer into its dump; random or unknown outcomes are branches.
 * Never throws. Source: Envoy's documentation of envoy.config.{listener,route,cluster}.v3.
 */
export function evaluateProxy(state: EnvoyState, downstream: Downstream): EnvoyTree {
  const { listenerCount } = state.dump
  if (listenerCount > MAX_LISTENERS) return unknownEnd(`The proxy has ${listenerCount} listeners; at most ${MAX_LISTENERS} are followed.`)
  const index = indexOf(state.dump)
  const owner = socketOwner(index, downstream.local)
  if (owner === null) {
    if (isAdminSocket(state.dump, downstream.local)) return answerAdmin(state, downstream)
    return closed('reset', '-', `No listener of this proxy is bound to ${downstream.local.ip}:${downstream.local.port}.`)
  }
  const { connection, doubts } = runListenerFilters(owner, downstream, acceptedConnection(downstream))
  const { ip, port } = connection.local
  const other = owner.useOriginalDst && connection.restored ? handedOverTo(index, owner, connection.local) : null
  if (other === null) {
    const reason = owner.useOriginalDst ? 'No listener has the original destination as its address: this one keeps the connection.' : null
    return after([listenerEvent(owner, reason)], despite(owner, doubts, enterListener(state, owner, downstream, settled(connection))))
  }
  const reason = `It hands the connection over to the listener of ${ip}:${port}: ${other.name}.`
  const next = runListenerFilters(other, downstream, connection)
  const entered = enterListener(state, other, downstream, settled(next.connection))
  const onward = after([listenerEvent(other, null)], despite(other, next.doubts, entered))
  return after([listenerEvent(owner, reason)], despite(owner, doubts, onward))
}

/** What no filter detected counts as plain bytes. */
function settled(connection: Connection): Connection {
  return connection.transportProtocol === '' ? { ...connection, transportProtocol: 'raw_buffer' } : connection
}
