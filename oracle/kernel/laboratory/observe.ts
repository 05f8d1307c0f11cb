import { parseRoutingState } from '@/lib/netfilter/routing/state'
import type { World } from '@/oracle/kernel/journey/expected'
import type { Listener } from '@/oracle/kernel/laboratory/topology'

/** Runs a command inside the namespace and gives what it printed; throws when it fails. */
export type Inside = (name: string, args: readonly string[], input?: string) => Promise<string>

/** What the evaluation knows of a namespace beside its rules, for each family. */
export interface Observed {
  worlds: { 4: World; 6: World }
  /** Names of interfaces by their number. */
  interfaces: ReadonlyMap<string, string>
}

/** What the evaluation asks of /proc/sys/net. */
const SWITCHES = [
  ...['forwarding', 'rp_filter', 'route_localnet', 'accept_local', 'src_valid_mark'].map((name) => `ipv4/conf/*/${name}`),
  'ipv6/conf/*/forwarding',
]

/** Reads interfaces, routes and switches as a recording has them. */
export async function observe(inside: Inside, listeners: readonly Listener[]): Promise<Observed> {
  const addr = await inside('ip', ['-j', 'addr'])
  const sysctl = sysctlJson(await inside('sh', ['-c', `grep -H '' ${SWITCHES.map((name) => `/proc/sys/net/${name}`).join(' ')}`]))
  const worldOf = async (family: '-4' | '-6'): Promise<World> => {
    const route = await inside('ip', ['-j', family, 'route', 'show', 'table', 'all'])
    const rule = await inside('ip', ['-j', family, 'rule'])
    const rules = family === '-6' ? { rule: null, ruleV6: rule } : { rule }
    return { routing: parseRoutingState({ addr, route, ...rules, sysctl }), listener: listenerAmong(listeners) }
  }
  const interfaces: { ifindex: number; ifname: string }[] = JSON.parse(addr)
  return {
    worlds: { 4: await worldOf('-4'), 6: await worldOf('-6') },
    interfaces: new Map(interfaces.map(({ ifindex, ifname }) => [String(ifindex), ifname])),
  }
}

function listenerAmong(listeners: readonly Listener[]): World['listener'] {
  return (proto, ip, port) => {
    const found = listeners.filter((listener) => listener.proto === proto && listener.port === port)
    if (found.some((listener) => listener.ip === ip)) return 'exact'
    return found.some((listener) => listener.ip === (ip.includes(':') ? '::' : '0.0.0.0')) ? 'any' : 'none'
  }
}

/** `/proc/sys/net/ipv4/conf/eth0/forwarding:1`, a line for each switch, as sysctl.json has them. */
function sysctlJson(text: string): string {
  const lines = text
    .trim()
    .split('\n')
    .map((line) => line.replace('/proc/sys/', '').split(':'))
  return JSON.stringify(Object.fromEntries(lines.map(([name = '', value]) => [name.replaceAll('/', '.'), value])))
}
