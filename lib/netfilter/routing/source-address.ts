import { contains, parseNetwork } from '@/lib/netfilter/address/network'
import { type Address, parseAddress } from '@/lib/netfilter/address/parse'
import type { InterfaceAddress } from '@/lib/netfilter/routing/tables'

/**
 * The address that the kernel gives a packet of its own, or MASQUERADE takes, on an interface for a next hop. IPv4: on the hop's network, else the
 * interface's first (inet_select_addr); IPv6: by RFC 6724 (ipv6_dev_get_saddr). Null when there is none.
 */
export function sourceAddress(addresses: readonly InterfaceAddress[], dev: string, nextHop: string, destination: string): string | null {
  return destination.includes(':') ? sourceV6(addresses, dev, destination) : sourceV4(addresses, dev, nextHop)
}

function sourceV4(addresses: readonly InterfaceAddress[], dev: string, nextHop: string): string | null {
  const hop = parseAddress(nextHop)
  const usable = addresses.filter(({ scope, local }) => scope !== 'host' && !local.includes(':'))
  const own = usable.filter(({ iface, secondary }) => iface === dev && !secondary)
  const near = own.find(({ local, prefixLength }) => {
    const network = parseNetwork(`${local}/${prefixLength}`)
    return hop !== null && network !== null && contains(network, hop)
  })
  return (near ?? own[0] ?? usable.find(({ scope }) => scope === 'global'))?.local ?? null
}

const [LINK, GLOBAL] = [2, 14]
const SCOPES = new Map([
  ['host', LINK],
  ['link', LINK],
  ['site', 5],
])

/** The kernel's policy table of labels (net/ipv6/addrlabel.c), the longest prefix first. */
const LABELS = [
  ['::1/128', 0],
  ['::ffff:0:0/96', 4],
  ['2001::/32', 6],
  ['2001:10::/28', 7],
  ['3ffe::/16', 12],
  ['2002::/16', 2],
  ['fec0::/10', 11],
  ['fc00::/7', 5],
  ['::/0', 1],
] as const
const LABEL_NETWORKS = LABELS.flatMap(([text, label]) => {
  const network = parseNetwork(text)
  return network ? [{ network, label }] : []
})

/** Candidates are compared rule by rule; of equal ones the first stays. To an address of one link only those of that link come into question. */
function sourceV6(addresses: readonly InterfaceAddress[], dev: string, destination: string): string | null {
  const wanted = parseAddress(destination)
  if (!wanted) return null
  let best: { local: string; ranks: number[] } | null = null
  for (const { local, iface, scope } of addresses) {
    const address = parseAddress(local)
    if (address?.family !== 6) continue
    const has = SCOPES.get(scope) ?? GLOBAL
    const needs = scopeOf(wanted)
    if (needs !== GLOBAL && iface !== dev) continue
    const ranks = [
      local === destination ? 1 : 0,
      has >= needs ? 100 - has : has,
      iface === dev ? 1 : 0,
      labelOf(address) === labelOf(wanted) ? 1 : 0,
      commonBits(address, wanted),
    ]
    if (!best || isBetter(ranks, best.ranks)) best = { local, ranks }
  }
  return best?.local ?? null
}

function isBetter(a: readonly number[], b: readonly number[]): boolean {
  const at = a.findIndex((rank, index) => rank !== b[index])
  return at >= 0 && (a[at] ?? 0) > (b[at] ?? 0)
}

const LINK_LOCAL = parseNetwork('fe80::/10')

function scopeOf(address: Address): number {
  return address.value === 1n || (LINK_LOCAL && contains(LINK_LOCAL, address)) ? LINK : GLOBAL
}

function labelOf(address: Address): number {
  return LABEL_NETWORKS.find(({ network }) => contains(network, address))?.label ?? 1
}

function commonBits(a: Address, b: Address): number {
  const difference = (a.value ^ b.value).toString(2)
  return a.value === b.value ? 128 : 128 - difference.length
}
