import { parseRoutingState } from '@/lib/netfilter/routing/state'

/** What `ip -j addr` prints of it. */
export const ADDR = [
  { ifname: 'lo', addr_info: [{ local: '127.0.0.1', prefixlen: 8, scope: 'host' }] },
  {
    ifname: 'eth0',
    addr_info: [
      { local: '192.0.2.9', prefixlen: 24, scope: 'global', secondary: true },
      { local: '192.0.2.10', prefixlen: 24, scope: 'global' },
      { local: 'fe80::1', prefixlen: 64, scope: 'link' },
    ],
  },
  { ifname: 'br0', addr_info: [{ local: '10.1.0.1', prefixlen: 24, scope: 'global' }] },
]
/** What `ip -j route show table all` prints of it. */
export const ROUTES = [
  { dst: 'default', gateway: '192.0.2.1', dev: 'eth0', metric: 100 },
  { dst: 'default', gateway: '192.0.2.2', dev: 'eth0', metric: 50 },
  { dst: '192.0.2.0/24', dev: 'eth0', prefsrc: '192.0.2.10' },
  { dst: '10.1.0.0/24', dev: 'br0' },
  { dst: '10.2.0.0/16', gateway: '192.0.2.3', dev: 'eth0' },
  { dst: '10.2.7.0/24', type: 'blackhole' },
  {
    dst: '10.3.0.0/24',
    nexthops: [
      { gateway: '192.0.2.4', dev: 'eth0' },
      { gateway: '192.0.2.5', dev: 'eth0' },
    ],
  },
  { dst: '127.0.0.0/8', type: 'local', table: 'local', dev: 'lo' },
  { dst: '192.0.2.10', type: 'local', table: 'local', dev: 'eth0', prefsrc: '192.0.2.10' },
  { dst: '192.0.2.255', type: 'broadcast', table: 'local', dev: 'eth0' },
  { dst: 'default', type: 'local', dev: 'lo', table: '133' },
]
/** What `ip -j rule` prints of it. */
export const RULES = [
  { priority: 0, src: 'all', table: 'local' },
  { priority: 100, src: 'all', fwmark: '0x539', table: '133' },
  { priority: 200, src: '10.9.0.0', srclen: 16, action: 'prohibit' },
  { priority: 32766, src: 'all', table: 'main' },
]
const SYSCTL = {
  'net.ipv4.conf.all.route_localnet': '0',
  'net.ipv4.conf.all.accept_local': '0',
  'net.ipv4.conf.eth0.forwarding': '0',
  'net.ipv4.conf.br0.forwarding': '1',
  'net.ipv4.conf.br0.route_localnet': '1',
}

/** What they say together, of a namespace with two interfaces. */
export const state = parseRoutingState({
  addr: JSON.stringify(ADDR),
  route: JSON.stringify(ROUTES),
  rule: JSON.stringify(RULES),
  sysctl: JSON.stringify(SYSCTL),
})
/** Where a packet to an address goes. */
export const ask = (dst: string, changes: { src?: string; mark?: number; iif?: string } = {}) =>
  state.lookupRoute({ dst, src: changes.src ?? null, mark: changes.mark ?? 0, iif: changes.iif ?? null })
