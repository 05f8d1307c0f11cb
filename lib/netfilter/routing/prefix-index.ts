import { type Network, parseNetwork } from '@/lib/netfilter/address/network'
import { type Address, parseAddress } from '@/lib/netfilter/address/parse'
import type { Route } from '@/lib/netfilter/routing/tables'

/** One routing table: routes by prefix, longest first, so that a look-up asks once a length and never scans. */
export class PrefixIndex {
  private readonly families = { 4: new Map<number, Map<bigint, Route[]>>(), 6: new Map<number, Map<bigint, Route[]>>() }
  private readonly lengths = { 4: [] as Network[], 6: [] as Network[] }

  constructor(routes: readonly Route[]) {
    for (const route of routes) this.add(route)
    for (const family of [4, 6] as const) this.lengths[family].sort((a, b) => (b.length ?? 0) - (a.length ?? 0))
    for (const lengths of [...this.families[4].values(), ...this.families[6].values()]) {
      for (const group of lengths.values()) group.sort((a, b) => a.metric - b.metric)
    }
  }

  /** The routes of the longest prefix that holds the address, the best metric first, then those of shorter ones. */
  *find(address: Address): Generator<Route> {
    for (const { length, mask } of this.lengths[address.family]) {
      const group = this.families[address.family].get(length ?? 0)?.get(address.value & mask)
      if (group) yield* group
    }
  }

  private add(route: Route): void {
    for (const network of networksOf(route)) {
      const { family, length, base } = network
      if (length === null) continue
      let group = this.families[family].get(length)
      if (!group) {
        group = new Map()
        this.families[family].set(length, group)
        this.lengths[family].push(network)
      }
      const routes = group.get(base)
      if (routes) routes.push(route)
      else group.set(base, [route])
    }
  }
}

/** `default` belongs to both versions where nothing tells. */
function networksOf(route: Route): Network[] {
  if (route.dst !== 'default') return [parseNetwork(route.dst)].filter((network) => network !== null)
  const gateway = route.gateway ? parseAddress(route.gateway)?.family : null
  const version = route.version === undefined ? gateway : route.version
  const families = version ? [version] : ([4, 6] as const)
  return families.map((family) => ({ family, base: 0n, mask: 0n, length: 0 }))
}
