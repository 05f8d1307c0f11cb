import { contains, parseNetwork } from '@/lib/netfilter/address/network'
import { parseAddress } from '@/lib/netfilter/address/parse'
import { versionOf } from '@/lib/netfilter/family'
import type { AddressType, FlowPacket, ReversePath } from '@/lib/netfilter/model'
import { loopbackLeaves, refusal } from '@/lib/netfilter/routing/arrival'
import { DEFAULT_RULES, findRoute, noRoute, type RouteAnswer, type RouteQuestion, type RoutingTables } from '@/lib/netfilter/routing/lookup'
import { PrefixIndex } from '@/lib/netfilter/routing/prefix-index'
import { sourceAddress } from '@/lib/netfilter/routing/source-address'
import { flagOf, parseSysctl, type Sysctl } from '@/lib/netfilter/routing/sysctl'
import {
  type InterfaceAddress,
  parseAddresses,
  parseRoutes,
  parseRules,
  type Route,
  type RoutingRule,
} from '@/lib/netfilter/routing/tables'

const TYPES = new Map<Route['type'], AddressType>([
  ['local', 'LOCAL'],
  ['broadcast', 'BROADCAST'],
  ['multicast', 'MULTICAST'],
  ['anycast', 'ANYCAST'],
  ['unreachable', 'UNREACHABLE'],
  ['blackhole', 'BLACKHOLE'],
  ['prohibit', 'PROHIBIT'],
])
const MULTICAST = [parseNetwork('224.0.0.0/4'), parseNetwork('ff00::/8')].filter((network) => network !== null)
const KERNEL_TABLES: ReadonlySet<string> = new Set(['local', 'main', 'default'])

/** The kernel makes a local route of an address, and that of the loopback network. */
function isCustomLocal({ type, table, dst }: Route): boolean {
  return type === 'local' && table === 'local' && dst.includes('/') && dst !== '127.0.0.0/8'
}

const STRICT: ReversePath = { mark: 0, loose: false, acceptLocal: false }

/** The routes, rules, addresses and switches of one network namespace, and what they say of an address or a packet. */
export class RoutingState {
  readonly addresses: readonly InterfaceAddress[]
  readonly sysctl: Sysctl
  private readonly routing: RoutingTables
  private readonly observed: boolean
  private readonly customised: boolean
  /** Why nothing is known of IPv6's routes; null: they are. */
  private readonly unseenV6: string | null

  /**
   * `routes` null: they were not observed, and only what is this namespace's own is known. `rules` are IPv4's; `rulesV6` null: IPv6's were not observed, and
   * are the kernel's own where no route stands in a table of another name.
   */
  constructor(
    addresses: readonly InterfaceAddress[],
    routes: readonly Route[] | null,
    rules: readonly RoutingRule[] | null,
    sysctl: Sysctl,
    rulesV6: readonly RoutingRule[] | null = null,
  ) {
    this.addresses = addresses
    this.sysctl = sysctl
    this.observed = routes !== null
    this.customised = [rules?.some(({ table }) => !KERNEL_TABLES.has(table ?? '')), routes?.some(isCustomLocal)].includes(true)
    const tables = new Map<string, PrefixIndex>()
    for (const [table, group] of Map.groupBy(routes ?? [], (route) => route.table)) tables.set(table, new PrefixIndex(group))
    this.routing = { tables, rules: { 4: rulesOr(rules), 6: rulesOr(rulesV6) } }
    this.unseenV6 = unseenV6(routes ?? [], rulesV6, sysctl)
  }

  /** Where a packet goes, with the checks that the kernel makes of packets that come in (martians, forwarding switched off). */
  lookupRoute(question: RouteQuestion): RouteAnswer {
    if (!this.observed) return this.withoutRoutes(question.dst)
    const answer = this.find(question)
    const refused =
      question.iif === null
        ? loopbackLeaves(question, answer, this.sysctl)
        : question.iif === 'lo'
          ? null
          : this.refusal(question, question.iif, answer)
    if (refused) return noRoute('refused', refused)
    const forwards = answer.type === 'unicast' && question.iif !== null && question.iif !== 'lo'
    if (forwards && versionOf(question.dst) === 6 && flagOf(this.sysctl, 'forwarding', 'all', 'own', 6) === null)
      return noRoute('unknown', 'whether IPv6 is forwarded was not observed')
    if (answer.type !== 'unicast' || answer.src || !answer.dev) return answer
    return { ...answer, src: sourceAddress(this.addresses, answer.dev, answer.via ?? question.dst, question.dst) }
  }

  /**
   * The type that `-m addrtype` sees: of IPv4 the local table alone is asked, and `dev` sees only its own routes there (inet_dev_addr_type); of IPv6
   * whether there is any route too (match_lookup_rt6).
   */
  addressType(ip: string, dev: string | null = null): AddressType {
    const address = parseAddress(ip)
    if (!address) return 'unknown'
    if (ip === '0.0.0.0' || ip === '255.255.255.255') return 'BROADCAST'
    if (MULTICAST.some((network) => contains(network, address))) return 'MULTICAST'
    if (address.family === 6 && this.observed && this.unseenV6 !== null) return 'unknown'
    const local = this.routing.tables.get('local')
    if (!local) return this.addresses.length === 0 ? 'unknown' : this.addresses.some((own) => own.local === ip) ? 'LOCAL' : 'UNICAST'
    for (const route of local.find(address)) {
      const type = TYPES.get(route.type) ?? 'UNICAST'
      if (dev === null || dev === route.dev) return type
      if (address.family === 4) return 'UNICAST'
    }
    if (address.family === 4) return 'UNICAST'
    const { type } = this.find({ dst: ip, src: null, mark: 0, iif: null })
    return type === 'unicast' || type === 'local' ? 'UNICAST' : 'UNREACHABLE'
  }

  /** Addresses of an interface, the primary ones first. */
  addressesOf(iface: string): readonly string[] {
    const own = this.addresses.filter((address) => address.iface === iface)
    return [...own.filter(({ secondary }) => !secondary), ...own.filter(({ secondary }) => secondary)].map(({ local }) => local)
  }

  /** The address that MASQUERADE takes for packets to `ip` that leave by `out`: on the next hop's network, else the interface's first. */
  sourceFor(ip: string, out: string | null): string | null {
    const route = this.find({ dst: ip, src: null, mark: 0, iif: null })
    const dev = out ?? route.dev
    return dev === null ? null : sourceAddress(this.addresses, dev, route.dev === dev ? (route.via ?? ip) : ip, ip)
  }

  /** For `-m rpfilter`: whether the answer would leave by the interface that the packet came in on. */
  reversePath(packet: FlowPacket, { mark, loose, acceptLocal }: ReversePath = STRICT): boolean | 'unknown' {
    const back = this.find({ dst: packet.src, src: packet.dst, mark, iif: null })
    if (back.type === 'unknown') return 'unknown'
    // IPv6 does not ask by which interface it is the namespace's own (net/ipv6/netfilter/ip6t_rpfilter.c).
    if (back.type === 'local' && packet.src.includes(':')) return acceptLocal
    return (back.type === 'unicast' || (acceptLocal && back.type === 'local')) && (loose || back.dev === packet.in)
  }

  private find(question: RouteQuestion): RouteAnswer {
    const unseen = versionOf(question.dst) === 6 ? this.unseenV6 : null
    return unseen === null ? this.onLink(findRoute(this.routing, question)) : noRoute('unknown', unseen)
  }

  /** A gateway that is an IPv4 address of the interface itself is none: the kernel looks for the destination on the link (fib_check_nh: its scope is host). */
  private onLink(answer: RouteAnswer): RouteAnswer {
    const { via, dev } = answer
    if (via === null || via.includes(':')) return answer
    return this.addresses.some(({ local, iface }) => local === via && iface === dev) ? { ...answer, via: null } : answer
  }

  private withoutRoutes(dst: string): RouteAnswer {
    const own = this.addresses.find(({ local }) => local === dst)
    if (!own) return noRoute('unknown', 'its routes were not observed')
    return { type: 'local', dev: own.iface, via: null, src: dst, table: null, why: null }
  }

  /** Why the kernel drops a packet that comes in; null when it does not. */
  private refusal(question: RouteQuestion, iif: string, answer: RouteAnswer): string | null {
    const { src, dst } = question
    return refusal({
      question,
      iif,
      answer,
      sysctl: this.sysctl,
      isOwn: (ip) => this.addressType(ip) === 'LOCAL',
      back: (mark) => this.find({ dst: src ?? '', src: dst, mark, iif: null }),
      customised: this.customised,
      hasAddress: this.addressesOf(iif).some((ip) => !ip.includes(':')),
    })
  }
}

const rulesOr = (rules: readonly RoutingRule[] | null): readonly RoutingRule[] => (rules && rules.length > 0 ? rules : DEFAULT_RULES)

/** A namespace with IPv6 has at least the route to ::1. */
function unseenV6(routes: readonly Route[], rules: readonly RoutingRule[] | null, sysctl: Sysctl): string | null {
  const own = routes.filter(({ dst, version }) => version === 6 || dst.includes(':'))
  if (own.length === 0) return sysctl.get('net.ipv6.conf.all.disable_ipv6') === '1' ? null : 'its IPv6 routes were not observed'
  const further = [...new Set(own.map(({ table }) => table).filter((table) => !KERNEL_TABLES.has(table)))]
  return rules === null && further.length > 0
    ? `the rules that lead to the IPv6 routes of table ${further.join(', ')} were not observed`
    : null
}

/** The kernel keeps a route of type local for each of its addresses: they tell what `ip addr` would. */
function addressesOf(routes: readonly Route[]): InterfaceAddress[] {
  return routes.flatMap(({ type, dst, dev }) =>
    type === 'local' && dev && !dst.includes('/')
      ? [{ iface: dev, local: dst, prefixLength: 32, secondary: false, scope: dev === 'lo' ? 'host' : 'global' }]
      : [],
  )
}

/** Texts of `ip -j addr`, `ip -j route show table all`, `ip -j rule` and sysctl; null: not observed. */
export interface RoutingTexts {
  addr: string | null
  route: string | null
  rule: string | null
  /** `ip -j -6 rule`. */
  ruleV6?: string | null
  sysctl: string | null
}

/** One of the texts is not what it should be; the message is for a person. */
export class UnreadableRouting extends Error {
  constructor(
    readonly text: keyof RoutingTexts,
    message: string,
  ) {
    super(message)
  }
}

/** Builds the state from what was observed. Throws UnreadableRouting. */
export function parseRoutingState(texts: RoutingTexts): RoutingState {
  const read = <T>(name: keyof RoutingTexts, parse: (text: string) => T): T | null => {
    const text = texts[name] ?? null
    if (text === null) return null
    try {
      return parse(text)
    } catch (error) {
      throw new UnreadableRouting(name, error instanceof Error ? error.message : String(error))
    }
  }
  const routes = read('route', parseRoutes)
  return new RoutingState(
    read('addr', parseAddresses) ?? addressesOf(routes ?? []),
    routes,
    read('rule', parseRules),
    read('sysctl', parseSysctl) ?? new Map(),
    read('ruleV6', parseRules),
  )
}
