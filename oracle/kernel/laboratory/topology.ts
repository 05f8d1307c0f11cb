import type { Proto } from '@/lib/netfilter/model'
import { linkAddress } from '@/oracle/kernel/packet/frame'

/** How a namespace of the oracle is furnished. */
export interface Topology {
  /** Links to the outside; their ends out there have the same names. */
  links: readonly string[]
  /** Lines of `ip -batch`, behind the links. */
  ip: readonly string[]
  /** Lines of `sysctl`: NAME=VALUE. */
  sysctl: readonly string[]
  /** Sockets that listen there; all are transparent, as TPROXY wants them. */
  listeners: readonly Listener[]
}

export interface Listener {
  proto: Proto
  ip: string
  port: number
}

/** `ip -batch` lines that furnish the namespace: its links with known addresses and without neighbour discovery, then what the topology says. */
export function furnish({ links, ip }: Topology): string {
  const ends = links.flatMap((name, index) => [
    `link set dev ${name} arp off address ${linkAddress(index)
      .map((byte) => byte.toString(16).padStart(2, '0'))
      .join(':')}`,
    `link set dev ${name} up`,
  ])
  return ['link set dev lo up', ...ends, ...ip].map((line) => `${line}\n`).join('')
}

/** A router with two networks and a pod behind a link without an address. Addresses are those that documentation and private use are for. */
export const ROUTER: Topology = {
  links: ['eth0', 'eth1', 'cali1'],
  ip: [
    'addr add 10.1.0.1/24 dev eth0',
    'addr add 10.1.0.2/24 dev eth0',
    'addr add 10.1.3.1/24 dev eth0',
    'addr add 10.2.0.1/24 dev eth1',
    'addr add 10.9.9.9/32 dev lo',
    'addr add fd00:1::1/64 dev eth0',
    'addr add fd00:1::2/64 dev eth0',
    'addr add fd00:2::1/64 dev eth1',
    'route add 172.16.0.5/32 dev cali1',
    'route add fd00:16::5/128 dev cali1',
    'route add default via 10.1.0.254 dev eth0',
    'route add default via fd00:1::254 dev eth0',
    'route add 10.50.0.0/16 via 10.2.0.254 dev eth1',
    'route add fd00:50::/32 via fd00:2::254 dev eth1',
    'route add blackhole 10.66.0.0/16',
    'route add unreachable 10.67.0.0/16',
    'route add prohibit 10.68.0.0/16',
    'route add local 10.99.0.0/24 dev lo',
    'route add default via 10.2.0.254 dev eth1 table 200',
    'route add local default dev lo table 100',
    'rule add fwmark 0x1/0x1 lookup 100 priority 100',
    'rule add fwmark 0x20/0xf0 lookup 200 priority 101',
    'rule add from 10.1.0.77 lookup 200 priority 102',
  ],
  sysctl: ['net.ipv4.ip_forward=1', 'net.ipv6.conf.all.forwarding=1', ...everywhere('rp_filter', 0)],
  listeners: (['tcp', 'udp'] as const).flatMap((proto) => [
    { proto, ip: '10.1.0.1', port: 80 },
    { proto, ip: '0.0.0.0', port: 443 },
    { proto, ip: '0.0.0.0', port: 15001 },
    { proto, ip: 'fd00:1::1', port: 80 },
    { proto, ip: '::', port: 15001 },
  ]),
}

/** The same router with other switches: what it refuses, and what it lets through. */
export const ROUTERS: readonly Topology[] = [
  ROUTER,
  { ...ROUTER, sysctl: [...ROUTER.sysctl, ...everywhere('rp_filter', 1), 'net.ipv4.conf.eth1.src_valid_mark=1'] },
  { ...ROUTER, sysctl: [...ROUTER.sysctl, ...everywhere('route_localnet', 1), 'net.ipv4.conf.eth0.accept_local=1'] },
  { ...ROUTER, sysctl: [...ROUTER.sysctl, ...everywhere('rp_filter', 2), 'net.ipv4.conf.cali1.forwarding=0'] },
]

function everywhere(name: string, value: number): string[] {
  return ['all', 'default', 'eth0', 'eth1', 'cali1'].map((place) => `net.ipv4.conf.${place}.${name}=${value}`)
}
