import type { FilterChain } from '@/lib/envoy/config/filter-chain'
import { type IpRange, inRange, ipBytes, isLocalSource, rangeText } from '@/lib/envoy/config/ip-range'
import type { Listener } from '@/lib/envoy/config/listener'
import type { Connection } from '@/lib/envoy/evaluate/flow'
import type { EnvoyEvent } from '@/lib/envoy/model'

type Skipped = EnvoyEvent['skipped']

export interface ChainChoice {
  /** More than one only where something that decides is not known. */
  candidates: FilterChain[]
  usesDefault: boolean
  skipped: Skipped
  uncertain: string | null
  /** One of the uncertain ways finds no chain: Envoy closes the connection. */
  mayClose: boolean
}

/** How well a chain fits one criterion: null not at all, 0 it asks for nothing, more is more specific. */
type Rank = (chain: FilterChain) => number | null

interface Criterion {
  /** The field of FilterChainMatch. */
  part: string
  rank: Rank
  wanted: (chain: FilterChain) => string
  found: string
}

/** The rank of a range of length 0: it takes what no range at all takes, and Envoy keeps both in one unordered set. */
const EVERY_ADDRESS = 0.5

function longest(ranges: readonly IpRange[], ip: string): number | null {
  if (ranges.length === 0) return 0
  const lengths = ranges.filter((range) => inRange(ip, range)).map((range) => range.length)
  return lengths.length === 0 ? null : Math.max(...lengths, EVERY_ADDRESS)
}

/** Exact names rank highest, then wildcards by length; a chain without names takes every name. */
function serverNameRank(names: readonly string[], name: string): number | null {
  if (names.length === 0) return 0
  const ranks = names.flatMap((one) => {
    if (one === name) return [1_000_000]
    const suffix = one.startsWith('*.') ? one.slice(1) : null
    return suffix !== null && name.length > suffix.length && name.endsWith(suffix) ? [suffix.length] : []
  })
  return ranks.length === 0 ? null : Math.max(...ranks)
}

function protocolRank(wanted: readonly string[], offered: readonly string[]): number | null {
  if (wanted.length === 0) return 0
  const at = offered.findIndex((protocol) => wanted.includes(protocol))
  return at === -1 ? null : offered.length - at
}

function sourceTypeRank(chain: FilterChain, local: boolean): number | null {
  if (chain.match.sourceType === 'ANY') return 0
  return (chain.match.sourceType === 'SAME_IP_OR_LOOPBACK') === local ? 1 : null
}

function ranges(list: readonly IpRange[]): string {
  return list.map(rangeText).join(', ')
}

/** What Envoy takes for an address that is none, as an internal listener's. */
const NO_IP = '255.255.255.255'
const ipOf = (ip: string) => (ipBytes(ip) === null ? NO_IP : ip)

/** Envoy's criteria in its order (FilterChainManagerImpl): each keeps only the most specific ones, with no way back. */
function criteria(connection: Connection): Criterion[] {
  const { local, remote, direct, serverName, transportProtocol } = connection
  const protocols = connection.applicationProtocols ?? []
  const fromHere = isLocalSource(local.ip, remote.ip)
  return [
    {
      part: 'destination_port',
      rank: ({ match }) => (match.destinationPort === null ? 0 : match.destinationPort === local.port ? 1 : null),
      wanted: ({ match }) => String(match.destinationPort),
      found: String(local.port),
    },
    {
      part: 'prefix_ranges',
      rank: ({ match }) => longest(match.prefixRanges, ipOf(local.ip)),
      wanted: ({ match }) => ranges(match.prefixRanges),
      found: local.ip,
    },
    {
      part: 'server_names',
      rank: ({ match }) => serverNameRank(match.serverNames, serverName),
      wanted: ({ match }) => match.serverNames.join(', '),
      found: serverName || 'none',
    },
    {
      part: 'transport_protocol',
      rank: ({ match }) => (match.transportProtocol === null ? 0 : match.transportProtocol === transportProtocol ? 1 : null),
      wanted: ({ match }) => match.transportProtocol ?? '',
      found: transportProtocol,
    },
    {
      part: 'application_protocols',
      rank: ({ match }) => protocolRank(match.applicationProtocols, protocols),
      wanted: ({ match }) => match.applicationProtocols.join(', '),
      found: protocols.join(', ') || 'none',
    },
    {
      part: 'direct_source_prefix_ranges',
      rank: ({ match }) => longest(match.directSourceRanges, ipOf(direct.ip)),
      wanted: ({ match }) => ranges(match.directSourceRanges),
      found: direct.ip,
    },
    {
      part: 'source_type',
      rank: (chain) => sourceTypeRank(chain, fromHere),
      wanted: ({ match }) => match.sourceType,
      found: fromHere ? 'SAME_IP_OR_LOOPBACK' : 'EXTERNAL',
    },
    {
      part: 'source_prefix_ranges',
      rank: ({ match }) => longest(match.sourceRanges, ipOf(remote.ip)),
      wanted: ({ match }) => ranges(match.sourceRanges),
      found: remote.ip,
    },
    {
      part: 'source_ports',
      rank: ({ match }) =>
        match.sourcePorts.length === 0 ? 0 : remote.port !== null && match.sourcePorts.includes(remote.port) ? 1 : null,
      wanted: ({ match }) => match.sourcePorts.join(', '),
      found: remote.port === null ? 'not known' : String(remote.port),
    },
  ]
}

/** A chain's name for people: its own, else its position, from #1. */
export function chainName(chain: FilterChain): string {
  return chain.name ?? `#${chain.index}`
}

interface Narrowing {
  /** Empty: the default chain, if there is one. */
  chains: FilterChain[]
  uncertain: string | null
}

/** Keeps the chains that fit the criteria best, one criterion after the other; `skipped` collects the others. */
function narrow(all: readonly Criterion[], connection: Connection, chains: FilterChain[], skipped: Skipped): Narrowing[] {
  const [criterion, ...rest] = all
  if (criterion === undefined || chains.length === 0) return [{ chains, uncertain: null }]
  const { part } = criterion
  const ranks = chains.map((chain) => criterion.rank(chain))
  const notKnown =
    (part === 'source_ports' && connection.remote.port === null) ||
    (part === 'application_protocols' && connection.applicationProtocols === null)
  if (notKnown && ranks.includes(null))
    return narrow(rest, connection, chains, skipped).map((one) => ({ ...one, uncertain: `${part}: not known` }))
  const best = Math.max(-1, ...ranks.map((rank) => rank ?? -1))
  const either = best === EVERY_ADDRESS && ranks.includes(0)
  chains.forEach((chain, at) => {
    const rank = ranks[at] ?? null
    if (rank !== null && (rank === best || either)) return
    const why =
      rank === null
        ? `${criterion.found} is not ${criterion.wanted(chain)}`
        : `another chain asks for ${part} ${criterion.found} more exactly`
    skipped.push({ index: chain.index, name: chainName(chain), part, why })
  })
  const having = (wanted: number) => chains.filter((_, at) => ranks[at] === wanted)
  if (!either) return narrow(rest, connection, having(best), skipped)
  return [best, 0].flatMap((wanted) =>
    narrow(rest, connection, having(wanted), skipped).map((one) => ({
      ...one,
      uncertain: `${part}: chains for every address and chains without one`,
    })),
  )
}

/** Chooses the filter chain of a connection; no candidate means that Envoy closes it (NR). */
export function chooseFilterChain(listener: Listener, connection: Connection): ChainChoice {
  const skipped: Skipped = []
  const ways = narrow(criteria(connection), connection, listener.filterChains, skipped)
  skipped.sort((a, b) => a.index - b.index)
  const fallback = listener.defaultFilterChain
  const uncertain = ways.find((way) => way.uncertain !== null)?.uncertain ?? null
  const found = ways.flatMap(({ chains, uncertain: open }) => {
    if (chains.length === 0) return [fallback]
    return open === null || ways.length > 1 ? chains.slice(0, 1) : chains
  })
  const candidates = [...new Set(found)].filter((chain) => chain !== null)
  return {
    candidates,
    usesDefault: fallback !== null && candidates.includes(fallback),
    skipped,
    uncertain,
    mayClose: found.includes(null) && candidates.length > 0,
  }
}
