import {
  type Block,
  blockAround,
  type Family,
  IPV4,
  IPV6,
  parseIpv4,
  parseIpv6,
  printIpv4,
  printIpv6,
  sizeOf,
} from '@/lib/redaction/ip-address'
import { IpPlaces, type Plan } from '@/lib/redaction/ip-places'

const V4 = String.raw`(?<![\d.])\d{1,3}(?:\.\d{1,3}){3}(?!\d|\.\d)`
const V6 = String.raw`(?<![\w:.])(?=[0-9A-Fa-f]{0,4}:[0-9A-Fa-f]{0,4}:?)[0-9A-Fa-f:]{2,39}(?![\w:.])`
/** With the length of its network, behind a slash or, in the JSON of Envoy, nft and ip, as the next field. */
const ADDRESS = new RegExp(String.raw`(${V4}|${V6})(?:(\/)(\d{1,3})(?!\d)|("\s*,\s*"(?:prefix_?len|prefixLen|len)"\s*:\s*)(\d{1,3}))?`, 'g')
/** As in the names that clouds give to machines: ip-10-0-0-1. */
const DASHED = /(?<!\d|\d-)\d{1,3}(?:-\d{1,3}){3}(?!\d|-\d)/g

const FOURTH = { kind: 'v4', family: IPV4, parse: parseIpv4, print: printIpv4 } as const
const SIXTH = { kind: 'v6', family: IPV6, parse: parseIpv6, print: printIpv6 } as const

/** null: no length of a network stands behind the address (a port may), or it is not the network's own. */
function movedNetwork(places: IpPlaces, family: Family, address: bigint, text: string | undefined): bigint | null {
  const length = Number(text)
  if (text === undefined || length > family.bits || address % sizeOf(family, length) !== 0n) return null
  return places.ofNetwork({ base: address, length })
}

const v4 = (text: string, length: number): Block => ({ base: parseIpv4(text) ?? 0n, length })
const v6 = (text: string, length: number): Block => ({ base: parseIpv6(text) ?? 0n, length })

/** RFC 6890: carrier-grade NAT, the benchmarks' block, and for very many what is reserved for the future. 240.240.0.0 is Istio's own, 248.0.0.0 masks'. */
const PLAN_V4: Plan = {
  family: IPV4,
  constant: [v4('0.0.0.0', 8), v4('127.0.0.0', 8), v4('169.254.0.0', 16), v4('224.0.0.0', 4), v4('240.0.0.0', 8), v4('248.0.0.0', 5)],
  common: [v4('10.0.0.0', 8), v4('172.16.0.0', 12), v4('192.168.0.0', 16), v4('100.64.0.0', 10), v4('198.18.0.0', 15)],
  largestOwn: 10,
  pools: [v4('100.64.0.0', 10), v4('198.18.0.0', 15), v4('242.0.0.0', 7), v4('244.0.0.0', 6)],
}

/** RFC 3849 and 9637: documentation. Link-local addresses stay link-local. */
const PLAN_V6: Plan = {
  family: IPV6,
  constant: [v6('::', 96), v6('ff00::', 8)],
  common: [v6('fe80::', 10), v6('fe80::', 64), v6('fc00::', 7)],
  largestOwn: 32,
  pools: [v6('2001:db8::', 32), v6('3fff::', 20)],
}

/** Learns the addresses of texts, and then gives each another one, everywhere the same. */
export class IpText {
  private readonly addresses = { v4: new Set<bigint>(), v6: new Set<bigint>() }
  private readonly networks = { v4: new Map<string, Block>(), v6: new Map<string, Block>([['fe80', v6('fe80::', 10)]]) }
  private places: { v4: IpPlaces; v6: IpPlaces } | null = null

  learn(text: string): void {
    for (const [, address = '', , slashed, , split] of text.matchAll(ADDRESS)) this.note(address, slashed ?? split)
  }

  replace(text: string): string {
    const places = this.arranged()
    return text
      .replace(ADDRESS, (whole, text: string, slash = '', slashed?: string, between = '', split?: string) => {
        const length = slashed ?? split
        const { kind, family, parse, print } = text.includes(':') ? SIXTH : FOURTH
        const address = parse(text)
        if (address === null) return whole
        const moved = movedNetwork(places[kind], family, address, length) ?? places[kind].of(address)
        return moved === address ? whole : print(moved) + slash + between + (length ?? '')
      })
      .replace(DASHED, (whole) => {
        const address = parseIpv4(whole.replaceAll('-', '.'))
        return address !== null && this.addresses.v4.has(address) ? printIpv4(places.v4.of(address)).replaceAll('.', '-') : whole
      })
  }

  private arranged(): { v4: IpPlaces; v6: IpPlaces } {
    this.places ??= {
      v4: new IpPlaces(PLAN_V4, this.addresses.v4, this.networks.v4.values()),
      v6: new IpPlaces(PLAN_V6, this.addresses.v6, this.networks.v6.values()),
    }
    return this.places
  }

  private note(text: string, length: string | undefined): void {
    const { kind, family, parse } = text.includes(':') ? SIXTH : FOURTH
    const address = parse(text)
    if (address === null) return
    const bits = length === undefined || Number(length) > family.bits ? family.bits : Number(length)
    const block = blockAround(family, address, bits)
    this.networks[kind].set(`${block.base}/${bits}`, block)
    if (bits > family.unit || bits === family.bits || block.base !== address) this.addresses[kind].add(address)
  }
}
