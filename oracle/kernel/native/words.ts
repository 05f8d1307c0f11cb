import { POOLS, type Pools } from '@/oracle/kernel/generate/pools'

/** What rules of one version of IP are made of: the words of nftables, and the values of the ROUTER topology. */
export interface Words {
  version: 4 | 6
  /** The header's name, and the family of tables of this version alone. */
  header: 'ip' | 'ip6'
  /** Datatype of its addresses in sets. */
  type: 'ipv4_addr' | 'ipv6_addr'
  /** The protocol of its echo requests. */
  icmp: 'icmp' | 'icmpv6'
  pools: Pools
  /** The namespace's own first address, and the second one of the same interface. */
  own: string
  own2: string
  /** A neighbour on the first network, one on the second, one behind a router, one outside, and the pod. */
  near: string
  other: string
  far: string
  outside: string
  pod: string
  /** Networks of these, one that holds most of them, half of the first one, and everything. */
  nearNet: string
  otherNet: string
  farNet: string
  outsideNet: string
  most: string
  half: string
  all: string
  /** A range in the first network, one of the pod's, one of most. */
  nearRange: string
  podRange: string
  mostRange: string
  /** Comparisons of the addresses' bits, behind `HEADER saddr` and `HEADER daddr`. */
  sourceBits: string
  destinationBits: string
  /** Parts of a rule that only this version has. */
  further: readonly string[]
}

export const WORDS: Readonly<Record<4 | 6, Words>> = {
  4: {
    version: 4,
    header: 'ip',
    type: 'ipv4_addr',
    icmp: 'icmp',
    pools: POOLS[4],
    own: '10.1.0.1',
    own2: '10.1.0.2',
    near: '10.1.0.9',
    other: '10.2.0.9',
    far: '10.50.0.3',
    outside: '192.0.2.10',
    pod: '172.16.0.5',
    nearNet: '10.1.0.0/24',
    otherNet: '10.2.0.0/16',
    farNet: '10.50.0.0/16',
    outsideNet: '192.0.2.0/24',
    most: '10.0.0.0/8',
    half: '10.1.0.0/25',
    all: '0.0.0.0/0',
    nearRange: '10.1.0.9-10.1.0.77',
    podRange: '172.16.0.1-172.16.0.9',
    mostRange: '10.0.0.0-10.9.9.9',
    sourceBits: '& 255.255.0.0 == 10.1.0.0',
    destinationBits: '& 0.0.0.255 != 0.0.0.1',
    further: [
      'ip protocol tcp',
      'ip protocol != { tcp, udp }',
      'ip version 4',
      'ip hdrlength 5',
      'ip hdrlength > 5',
      'ip ttl 64',
      'ip frag-off & 0x1fff != 0',
      'ip frag-off & 0x3fff == 0',
      'ip frag-off 0',
      '@nh,72,8 6',
      '@nh,128,32 0x0a010001',
      'exthdr frag missing',
    ],
  },
  6: {
    version: 6,
    header: 'ip6',
    type: 'ipv6_addr',
    icmp: 'icmpv6',
    pools: POOLS[6],
    own: 'fd00:1::1',
    own2: 'fd00:1::2',
    near: 'fd00:1::9',
    other: 'fd00:2::9',
    far: 'fd00:50::3',
    outside: '2001:db8::10',
    pod: 'fd00:16::5',
    nearNet: 'fd00:1::/64',
    otherNet: 'fd00:2::/64',
    farNet: 'fd00:50::/32',
    outsideNet: '2001:db8::/32',
    most: 'fd00::/8',
    half: 'fd00:1::/125',
    all: '::/0',
    nearRange: 'fd00:1::9-fd00:1::77',
    podRange: 'fd00:16::1-fd00:16::9',
    mostRange: 'fd00::-fd00:9::',
    sourceBits: '& ffff:ffff:: == fd00:1::',
    destinationBits: '& ::ffff != ::1',
    further: [
      'ip6 nexthdr tcp',
      'ip6 nexthdr != { tcp, udp }',
      'ip6 nexthdr . th dport { tcp . 80, udp . 53 }',
      'ip6 version 6',
      'ip6 hoplimit 64',
      'ip6 hoplimit < 2',
      'ip6 hoplimit != 255',
      'exthdr frag missing',
      'exthdr hbh exists',
      'frag more-fragments 0',
      'dst nexthdr != tcp',
    ],
  },
}
