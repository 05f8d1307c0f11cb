import { contains, parseNetwork } from '@/lib/netfilter/address/network'
import { parseAddress } from '@/lib/netfilter/address/parse'
import type { AddressType, FlowPacket } from '@/lib/netfilter/model'
import { DEFAULT_RULES, findRoute, noRoute, type RouteAnswer, type RouteQuestion, type RoutingTables } from '@/lib/netfilter/routing/lookup'
import { PrefixIndex } from '@/lib/netfilter/routing/prefix-index'
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
  ['unreachable', 'UNREACHABLE'],
  ['blackhole', 'BLACKHOLE'],
  ['prohibit', 'PROHIBIT'],
])
const MULTICAST = parseNetwork('224.0.0.0/4')
const LOOPBACK = parseNetwork('127.0.0.0/8')

/** The routes, rules, addresses and switches of one network namespace, and what they say of an address or a packet. */
export class RoutingState {
  readonly addresses: readonly InterfaceAddress[]
  readonly sysctl: Sysctl
  private readonly routing: RoutingTables
  private readonly observed: boolean

  /** `routes` null: they were not observed, and only what is this namespace's own is known. */
  constructor(
    addresses: readonly InterfaceAddress[],
    routes: readonly Route[] | null,
    rules: readonly RoutingRule[] | null,
    sysctl: Sysctl,
  ) {
    this.addresses = addresses
    this.sysctl = sysctl
    this.observed = routes !== null
    const tables = new Map<string, PrefixIndex>()
    for (const [table, group] of Map.groupBy(routes ?? [], (route) => route.table)) tables.set(table, new PrefixIndex(group))
    this.routing = { tables, rules: rules && rules.length > 0 ? rules : DEFAULT_RULES }
  }

  /** Where a packet goes, with the checks that the kernel makes of packets that come in (martians, forwarding switched off). */
  lookupRoute(question: RouteQuestion): RouteAnswer {
    if (!this.observed) return this.withoutRoutes(question.dst)
    const answer = findRoute(this.routing, question)
    const refused = question.iif === null || question.iif === 'lo' ? null : this.refusal(question, question.iif, answer)
    if (refused) return noRoute('refused', refused)
    if (answer.type !== 'unicast' || answer.src || !answer.dev) return answer
    return { ...answer, src: this.sourceOn(answer.dev, answer.via ?? question.dst) }
  }

  /** The type that `-m addrtype` sees: the local table alone is asked. */
  addressType(ip: string): AddressType {
    const address = parseAddress(ip)
    if (!address) return 'unknown'
    if (ip === '0.0.0.0' || ip === '255.255.255.255') return 'BROADCAST'
    if (MULTICAST && contains(MULTICAST, address)) return 'MULTICAST'
    const local = this.routing.tables.get('local')
    if (!local) return this.addresses.length === 0 ? 'unknown' : this.addresses.some((own) => own.local === ip) ? 'LOCAL' : 'UNICAST'
    for (const route of local.find(address)) return TYPES.get(route.type) ?? 'UNICAST'
    return 'UNICAST'
  }

  /** IPv4 addresses of an interface, the primary ones first. */
  addressesOf(iface: string): readonly string[] {
    const own = this.addresses.filter((address) => address.iface === iface && !address.local.includes(':'))
    return [...own.filter(({ secondary }) => !secondary), ...own.filter(({ secondary }) => secondary)].map(({ local }) => local)
  }

  /** The address that MASQUERADE takes for packets to `ip` that leave by `out`: on the next hop's network, else the interface's first. */
  sourceFor(ip: string, out: string | null): string | null {
    const route = findRoute(this.routing, { dst: ip, src: null, mark: 0, iif: null })
    const dev = out ?? route.dev
    return dev === null ? null : this.sourceOn(dev, route.dev === dev ? (route.via ?? ip) : ip)
  }

  /** For `-m rpfilter`: whether the answer would leave by the interface that the packet came in on. */
  reversePath(packet: FlowPacket): boolean | 'unknown' {
    const back = findRoute(this.routing, { dst: packet.src, src: packet.dst, mark: 0, iif: null })
    return back.type === 'unknown' ? 'unknown' : back.type === 'unicast' && back.dev === packet.in
  }

  private withoutRoutes(dst: string): RouteAnswer {
    const own = this.addresses.find(({ local }) => local === dst)
    if (!own) return noRoute('unknown', 'its routes were not observed')
    return { type: 'local', dev: own.iface, via: null, src: dst, table: null, why: null }
  }

  private sourceOn(dev: string, nextHop: string): string | null {
    const hop = parseAddress(nextHop)
    const own = this.addresses.filter(({ iface, local, scope }) => iface === dev && scope !== 'host' && !local.includes(':'))
    const near = own.find(({ local, prefixLength, secondary }) => {
      const network = parseNetwork(`${local}/${prefixLength}`)
      return !secondary && hop !== null && network !== null && contains(network, hop)
    })
    return (
      (
        near ??
        own.find(({ secondary }) => !secondary) ??
        own[0] ??
        this.addresses.find(({ scope, local }) => scope === 'global' && !local.includes(':'))
      )?.local ?? null
    )
  }

  /** Why the kernel drops a packet that comes in before it looks at where it goes; null when it does not. */
  private refusal(question: RouteQuestion, iif: string, answer: RouteAnswer): string | null {
    const [dst, src] = [parseAddress(question.dst), question.src === null ? null : parseAddress(question.src)]
    const localnet = flagOf(this.sysctl, 'route_localnet', iif, 'any')
    if (localnet === false && LOOPBACK) {
      if (dst && contains(LOOPBACK, dst)) return `${question.dst} came in by ${iif}, and route_localnet is off there`
      if (src && contains(LOOPBACK, src)) return `${question.src} came in by ${iif}, and route_localnet is off there`
    }
    if (src && question.src && this.addressType(question.src) === 'LOCAL' && flagOf(this.sysctl, 'accept_local', iif, 'any') === false) {
      return `the source ${question.src} is an address of this namespace, and accept_local is off`
    }
    if (answer.type === 'unicast' && flagOf(this.sysctl, 'forwarding', iif, 'own') === false) return `forwarding is switched off on ${iif}`
    return null
  }
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
  sysctl: string | null
}

/** Builds the state from what was observed. Throws a message for a person when a text is not what it should be. */
export function parseRoutingState(texts: RoutingTexts): RoutingState {
  const routes = texts.route === null ? null : parseRoutes(texts.route)
  return new RoutingState(
    texts.addr === null ? addressesOf(routes ?? []) : parseAddresses(texts.addr),
    routes,
    texts.rule === null ? null : parseRules(texts.rule),
    texts.sysctl === null ? new Map() : parseSysctl(texts.sysctl),
  )
}
