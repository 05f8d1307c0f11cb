import { contains, parseNetwork } from '@/lib/netfilter/address/network'
import { type Address, parseAddress } from '@/lib/netfilter/address/parse'
import type { IpVersion } from '@/lib/netfilter/family'
import type { PrefixIndex } from '@/lib/netfilter/routing/prefix-index'
import type { Route, RoutingRule } from '@/lib/netfilter/routing/tables'

/** What is asked of the routes. `iif` null: the packet is made here; `src` null: not chosen yet. */
export interface RouteQuestion {
  dst: string
  src: string | null
  mark: number
  iif: string | null
}

/** Where a packet goes. `none`: no route at all; `refused`: the kernel drops it without a word (ip_error, martians); `why` then says so. */
export interface RouteAnswer {
  type: 'local' | 'unicast' | 'broadcast' | 'multicast' | 'unreachable' | 'blackhole' | 'prohibit' | 'none' | 'refused' | 'unknown'
  dev: string | null
  via: string | null
  /** The address that the kernel would give a packet of its own that has none. */
  src: string | null
  /** The table that answered. */
  table: string | null
  /** English, for `none`, `refused` and `unknown`. */
  why: string | null
}

/** The tables by name, and for each version of IP the rules in the order of their priority. */
export interface RoutingTables {
  rules: Readonly<Record<IpVersion, readonly RoutingRule[]>>
  tables: ReadonlyMap<string, PrefixIndex>
}

/** Rules whose tables are asked in turn when `ip rule` was not observed. */
export const DEFAULT_RULES: readonly RoutingRule[] = ['local', 'main', 'default'].map((table, index) => ({
  priority: index === 0 ? 0 : 32765 + index,
  src: 'all',
  dst: 'all',
  fwmark: null,
  fwmask: 0xffffffff,
  iif: null,
  oif: null,
  negated: false,
  table,
  action: null,
  other: [],
}))

const STRICT = ['::1', 'fe80::/10', 'ff00::/8'].flatMap((text) => parseNetwork(text) ?? [])

/** An answer without a route. */
export function noRoute(type: RouteAnswer['type'], why: string): RouteAnswer {
  return { type, dev: null, via: null, src: null, table: null, why }
}

/** The kernel's look-up: rules by priority, in each table the longest prefix, then the best metric. Source: net/ipv4/fib_rules.c. */
export function findRoute({ rules, tables }: RoutingTables, question: RouteQuestion): RouteAnswer {
  const address = parseAddress(question.dst)
  if (!address) return noRoute('unknown', `${question.dst} is no address`)
  // Of IPv6 an address that means something on one link only is looked for among that link's routes (rt6_need_strict).
  const strict = question.iif !== null && STRICT.some((network) => contains(network, address))
  for (const rule of rules[address.family]) {
    const selected = selects(rule, question, address)
    if (selected === 'unknown')
      return noRoute('unknown', `the rule of priority ${rule.priority} asks for ${rule.other.join(', ')}, which is not modelled`)
    if (!selected) continue
    if (rule.action === 'blackhole' || rule.action === 'unreachable' || rule.action === 'prohibit')
      return noRoute(rule.action, `the rule of priority ${rule.priority} says so`)
    for (const route of (rule.table && tables.get(rule.table)?.find(address)) || []) {
      if (strict && route.dev !== question.iif) continue
      if (route.type === 'throw') break
      return answerOf(route)
    }
  }
  return noRoute('none', `no route to ${question.dst}`)
}

function answerOf(route: Route): RouteAnswer {
  const type = route.type === 'anycast' || route.type === 'throw' ? 'local' : route.type
  const answer = { type, dev: route.dev, via: route.gateway, src: route.prefsrc, table: route.table, why: null }
  if (route.nexthops.length === 0) return answer
  const devs = new Set(route.nexthops.map(({ dev }) => dev))
  const gateways = new Set(route.nexthops.map(({ gateway }) => gateway))
  if (devs.size === 1 && gateways.size === 1) return { ...answer, dev: [...devs][0] ?? null, via: [...gateways][0] ?? null }
  return { ...answer, type: 'unknown', why: `the route has ${route.nexthops.length} next hops, and the kernel chooses one by a hash` }
}

function selects(rule: RoutingRule, question: RouteQuestion, dst: Address): boolean | 'unknown' {
  if (rule.other.length > 0) return 'unknown'
  const holds =
    inPrefix(rule.dst, dst) &&
    inPrefix(rule.src, question.src === null ? null : parseAddress(question.src)) &&
    (rule.fwmark === null || (question.mark & rule.fwmask) >>> 0 === rule.fwmark) &&
    (rule.iif === null || rule.iif === (question.iif ?? 'lo')) &&
    rule.oif === null
  return holds !== rule.negated
}

function inPrefix(prefix: string, address: Address | null): boolean {
  if (prefix === 'all') return true
  const network = parseNetwork(prefix)
  return network !== null && address !== null && contains(network, address)
}
