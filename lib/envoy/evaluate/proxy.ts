import { addressText } from '@/lib/envoy/config/address'
import type { FilterChain } from '@/lib/envoy/config/filter-chain'
import type { Listener } from '@/lib/envoy/config/listener'
import { answerAdmin, isAdminSocket } from '@/lib/envoy/evaluate/admin'
import { handedOverTo, socketOwner } from '@/lib/envoy/evaluate/choose-listener'
import { shakeHands } from '@/lib/envoy/evaluate/downstream-tls'
import { type ChainChoice, chainName, chooseFilterChain } from '@/lib/envoy/evaluate/filter-chain-match'
import type { Connection, Flow } from '@/lib/envoy/evaluate/flow'
import { runListenerFilters, unmodelledListenerFilters } from '@/lib/envoy/evaluate/listener-filters'
import { runNetworkFilters } from '@/lib/envoy/evaluate/network-filters'
import { type EnvoyState, indexOf } from '@/lib/envoy/evaluate/state'
import { after, closed, event, forked, unknownEnd } from '@/lib/envoy/evaluate/tree'
import type { Downstream, EnvoyEvent, EnvoyTree } from '@/lib/envoy/model'

function listenerEvent(listener: Listener, reason: string | null): EnvoyEvent {
  const facts: Record<string, string> = { address: listener.addresses.map(addressText).join(', ') }
  if (listener.direction !== null) facts.direction = listener.direction
  if (listener.state !== 'active') facts.state = listener.state
  if (listener.useOriginalDst) facts['use original destination'] = 'yes'
  const filters = listener.listenerFilters.map((filter) => filter.name.split('.').at(-1) ?? filter.name)
  if (filters.length > 0) facts['listener filters'] = filters.join(', ')
  return event({ kind: 'listener', listener: listener.name, pointer: listener.pointer, facts, reason })
}

function chainEvent(listener: Listener, chain: FilterChain, choice: ChainChoice, connection: Connection): EnvoyEvent {
  const protocols = connection.applicationProtocols ?? []
  const facts: Record<string, string> = {
    'destination port': String(connection.local.port),
    'transport protocol': connection.transportProtocol,
    ...(protocols.length === 0 ? {} : { 'application protocols': protocols.join(', ') }),
    ...(connection.serverName === '' ? {} : { 'server name': connection.serverName }),
    ...(choice.usesDefault ? { match: 'default filter chain' } : {}),
  }
  return event({
    kind: 'filterChain',
    listener: listener.name,
    filterChain: chainName(chain),
    pointer: chain.pointer,
    facts,
    objects: chain.objects,
    index: chain.index,
    count: listener.filterChains.length + (listener.defaultFilterChain === null ? 0 : 1),
    skipped: choice.skipped,
    reason: choice.uncertain,
  })
}

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
    [{ ...seen, security: handshake.security }],
    runNetworkFilters({ ...flow, terminated: offered, inside: inner }, flow.chain.filters),
  )
}

function enterListener(
  state: EnvoyState,
  listener: Listener,
  downstream: Downstream,
  handedOver: boolean,
  reason: string | null,
): EnvoyTree {
  const entered = listenerEvent(listener, reason)
  const strange = unmodelledListenerFilters(listener).map((filter) =>
    event({
      kind: 'unknown',
      filter: filter.name,
      pointer: listener.pointer,
      reason: `The listener filter ${filter.name} is not modelled; it is taken to change nothing.`,
    }),
  )
  if (listener.matcher.exists) return unknownEnd('A filter chain matcher tree is not modelled.', [entered, ...strange])
  const connection = runListenerFilters(listener, downstream, handedOver)
  const choice = chooseFilterChain(listener, connection)
  if (choice.candidates.length === 0) {
    const why = 'No filter chain of the listener matches the connection.'
    const none = event({
      kind: 'filterChain',
      listener: listener.name,
      pointer: listener.pointer,
      facts: {
        'destination port': String(connection.local.port),
        'transport protocol': connection.transportProtocol,
        ...(connection.serverName === '' ? {} : { 'server name': connection.serverName }),
      },
      count: listener.filterChains.length,
      skipped: choice.skipped,
      reason: why,
    })
    return closed(connection.offered === null ? 'reset' : 'tls', 'NR', why, [entered, ...strange, none])
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
      remoteIp: connection.remote.ip,
      metadata: new Map(),
      alpnOverride: null,
      flags: [],
      thenClosed: null,
    }
    const probability = choice.candidates.length === 1 ? 1 : null
    return { probability, label: chainName(chain), tree: enterChain(flow, chainEvent(listener, chain, choice, connection)) }
  })
  return after([entered, ...strange], forked(branches))
}

/**
 * What a proxy does with a connection and the request in it: the listener of the socket, its filter chain, filters,
 * route, cluster and endpoints, each with a JSON pointer into its dump; random or unknown outcomes are branches.
 * Never throws. Source: Envoy's documentation of envoy.config.{listener,route,cluster}.v3.
 */
export function evaluateProxy(state: EnvoyState, downstream: Downstream): EnvoyTree {
  const index = indexOf(state.dump)
  const owner = socketOwner(index, downstream.local)
  if (owner === null) {
    if (isAdminSocket(state.dump, downstream.local)) return answerAdmin(state, downstream)
    return closed('reset', '-', `No listener of this proxy is bound to ${downstream.local.ip}:${downstream.local.port}.`)
  }
  if (!owner.useOriginalDst) return enterListener(state, owner, downstream, false, null)
  const other = handedOverTo(index, owner, downstream.originalDst)
  if (other === null) {
    const reason = 'No listener has the original destination as its address: this one keeps the connection.'
    return enterListener(state, owner, downstream, true, reason)
  }
  const reason = `It hands the connection over to the listener of ${downstream.originalDst.ip}:${downstream.originalDst.port}: ${other.name}.`
  return after([listenerEvent(owner, reason)], enterListener(state, other, downstream, true, null))
}
