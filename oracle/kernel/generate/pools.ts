import fc from 'fast-check'

/** The values that rules and packets share, so that they meet often: those of the ROUTER topology, and some beside it. */
export interface Pools {
  family: 4 | 6
  /** Addresses of the namespace itself, with the interface that has them. */
  own: readonly string[]
  /** Where packets come from. */
  sources: readonly string[]
  destinations: readonly string[]
  networks: readonly string[]
  ranges: readonly string[]
  /** Where translations lead. */
  targets: readonly string[]
  /** Networks that NETMAP maps to. */
  maps: readonly string[]
}

const POOLS4: Pools = {
  family: 4,
  own: ['10.1.0.1', '10.1.0.2', '10.1.3.1', '10.2.0.1', '10.9.9.9', '127.0.0.1'],
  sources: ['10.1.0.9', '10.1.0.77', '10.2.0.9', '172.16.0.5', '192.0.2.10', '10.1.0.1', '127.0.0.1', '10.50.0.3'],
  destinations: [
    ...['10.1.0.1', '10.1.0.2', '10.1.3.1', '10.2.0.1', '10.9.9.9', '127.0.0.1', '10.2.0.9', '10.50.0.3', '172.16.0.5', '192.0.2.77'],
    ...['10.66.0.1', '10.67.0.1', '10.68.0.1', '10.99.0.5', '10.1.0.9', '10.1.0.255'],
  ],
  networks: [
    ...['10.1.0.0/24', '10.1.0.9/32', '10.2.0.0/16', '10.0.0.0/8', '10.1.0.1/32', '127.0.0.0/8', '172.16.0.0/12', '192.0.2.0/24'],
    ...['10.0.0.9/255.0.0.255', '10.1.0.8/30', '128.0.0.0/1', '10.50.0.3/32', '10.66.0.0/16', '10.9.9.9/32'],
  ],
  ranges: ['10.1.0.1-10.1.0.9', '10.0.0.0-10.50.0.3', '172.16.0.5-172.16.0.5', '192.0.2.11-192.0.2.77'],
  targets: ['10.50.0.3', '10.2.0.9', '10.1.0.2', '172.16.0.5', '10.9.9.9', '10.1.0.9', '192.0.2.77', '127.0.0.1', '10.66.0.1'],
  maps: ['10.50.0.0/16', '10.2.0.0/24', '10.1.0.2/32', '172.16.0.0/12'],
}

const POOLS6: Pools = {
  family: 6,
  own: ['fd00:1::1', 'fd00:1::2', 'fd00:2::1', '::1'],
  sources: ['fd00:1::9', 'fd00:2::9', 'fd00:16::5', '2001:db8::10', 'fd00:1::1', 'fd00:50::3'],
  destinations: ['fd00:1::1', 'fd00:1::2', 'fd00:2::1', '::1', 'fd00:2::9', 'fd00:50::3', 'fd00:16::5', '2001:db8::77', 'fd00:1::9'],
  networks: [
    ...['fd00:1::/64', 'fd00:1::9/128', 'fd00:2::/64', 'fd00::/8', 'fd00:1::1/128', '::1/128', 'fd00:16::/32', '2001:db8::/32'],
    ...['fd00::9/ffff::ffff', '8000::/1', 'fd00:50::3/128'],
  ],
  ranges: ['fd00:1::1-fd00:1::9', 'fd00::-fd00:50::3', 'fd00:16::5-fd00:16::5', '2001:db8::11-2001:db8::77'],
  targets: ['fd00:50::3', 'fd00:2::9', 'fd00:1::2', 'fd00:16::5', 'fd00:1::9', '2001:db8::77', '::1'],
  maps: ['fd00:50::/32', 'fd00:2::/64', 'fd00:1::2/128'],
}

export const POOLS = { 4: POOLS4, 6: POOLS6 } as const

const PORTS = [0, 22, 53, 80, 443, 1024, 8000, 8080, 8100, 15001, 15006, 30080, 65535]
/** Destination ports of packets; port 0 is left out, as no sender has it. */
export const packetPort = fc.constantFrom(...PORTS.slice(1))

/** `80`, `8000:8100`, `:1024`, `1024:`. */
export const portRange = fc.oneof(
  { weight: 3, arbitrary: fc.constantFrom(...PORTS).map(String) },
  {
    weight: 1,
    // iptables-legacy-save leaves out `! --sport 0:65535`, which never matches: no dump shows that it is there.
    arbitrary: fc
      .subarray(PORTS, { minLength: 2, maxLength: 2 })
      .map(([from, to]) => `${from}:${to}`)
      .filter((range) => range !== '0:65535'),
  },
)

export const MARKS = [0, 1, 2, 0x20, 0x4000, 0x8000, 0x539, 0xffffffff]
export const IDS = [0, 1, 1000, 1337, 65534]
const MASKS = [0xffffffff, 0xf, 0xf0, 0x4000, 0xffff, 0]

/** `0x1/0xf`, `0x4000`. */
export const masked = fc
  .tuple(fc.constantFrom(...MARKS), fc.option(fc.constantFrom(...MASKS), { nil: null }))
  .map(([value, mask]) => `0x${value.toString(16)}${mask === null ? '' : `/0x${mask.toString(16)}`}`)

export const interfaceName = fc.constantFrom('eth0', 'eth1', 'cali1', 'lo', 'eth+', 'cali+', 'wlan0', 'eth0+')

/** One to three of these, in this order. */
export function some<T>(...values: readonly T[]): fc.Arbitrary<T[]> {
  return fc.subarray([...values], { minLength: 1, maxLength: Math.min(3, values.length) })
}
