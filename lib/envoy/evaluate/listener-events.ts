import { addressText } from '@/lib/envoy/config/address'
import type { FilterChain } from '@/lib/envoy/config/filter-chain'
import type { Listener } from '@/lib/envoy/config/listener'
import { type ChainChoice, chainName } from '@/lib/envoy/evaluate/filter-chain-match'
import type { Connection } from '@/lib/envoy/evaluate/flow'
import type { Doubt } from '@/lib/envoy/evaluate/listener-filters'
import { event } from '@/lib/envoy/evaluate/tree'
import type { EnvoyEvent } from '@/lib/envoy/model'

/** That a connection reached a listener. */
export function listenerEvent(listener: Listener, reason: string | null): EnvoyEvent {
  const facts: Record<string, string> = {
    address: listener.internal ? `envoy://${listener.name}/` : listener.addresses.map(addressText).join(', '),
  }
  if (listener.direction !== null) facts.direction = listener.direction
  if (listener.state !== 'active') facts.state = listener.state
  if (listener.useOriginalDst) facts['use original destination'] = 'yes'
  const filters = listener.listenerFilters.map((filter) => filter.name.split('.').at(-1) ?? filter.name)
  if (filters.length > 0) facts['listener filters'] = filters.join(', ')
  return event({ kind: 'listener', listener: listener.name, pointer: listener.pointer, facts, reason })
}

/** That a filter chain takes a connection. */
export function chainEvent(listener: Listener, chain: FilterChain, choice: ChainChoice, connection: Connection): EnvoyEvent {
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

/** That no filter chain takes a connection. */
export function noChainEvent(listener: Listener, connection: Connection, choice: ChainChoice, reason: string): EnvoyEvent {
  return event({
    kind: 'filterChain',
    listener: listener.name,
    pointer: listener.matcher.exists ? listener.matcher.pointer : listener.pointer,
    facts: {
      'destination port': String(connection.local.port),
      'transport protocol': connection.transportProtocol,
      ...(connection.serverName === '' ? {} : { 'server name': connection.serverName }),
    },
    count: listener.filterChains.length,
    skipped: choice.skipped,
    reason,
  })
}

/** That a listener filter leaves open what happens. */
export function doubtEvent(listener: Listener, { filter, kind }: Doubt): EnvoyEvent {
  const reason =
    kind === 'no-proxy-header'
      ? `The listener filter ${filter.name} wants a PROXY header and the client sends none.`
      : `What the listener filter ${filter.name} does is not modelled.`
  return event({ kind: 'unknown', filter: filter.name, pointer: listener.pointer, reason })
}
