import { z } from 'zod'
import { parseAddresses, parseRoutes, parseRules, type Route, type RoutingRule } from '@/lib/netfilter/routing/tables'
import type { Topology } from '@/oracle/kernel/laboratory/topology'

/** What a recording has of a namespace's interfaces and routes; null: not recorded. */
export interface RecordedTexts {
  addr: string | null
  route: string | null
  rule: string | null
  sysctl: string | null
}

const linkSchema = z.array(z.looseObject({ ifname: z.string() }))
const routeSchema = z.array(z.looseObject({ dst: z.string(), protocol: z.string().optional(), scope: z.string().optional() }))
const SWITCH = /^net\.ipv4\.(ip_forward|conf\.[^.]+\.(forwarding|rp_filter|route_localnet|accept_local|src_valid_mark))$/
const DEFAULT_TABLES: ReadonlySet<string | null> = new Set(['local', 'main', 'default'])

/** Furnishes a namespace as a recorded one was, in IPv4; every interface is a link to the outside. */
export function recordedTopology({ addr, route, rule, sysctl }: RecordedTexts): Topology {
  const links = linkSchema.parse(JSON.parse(addr ?? '[]')).flatMap(({ ifname }) => (ifname === 'lo' ? [] : [ifname]))
  const own = parseAddresses(addr ?? '[]').filter(({ local, iface }) => !local.includes(':') && iface !== 'lo')
  const addresses = own.map(({ local, prefixLength, iface }) => `addr add ${local}/${prefixLength} dev ${iface}`)
  return {
    links,
    ip: [...addresses, ...routeLines(route ?? '[]'), ...parseRules(rule ?? '[]').flatMap(ruleLine)],
    sysctl: switches(sysctl),
    listeners: [],
  }
}

/** Routes that the kernel does not make by itself. */
function routeLines(text: string): string[] {
  const made = routeSchema.parse(JSON.parse(text)).filter(({ protocol }) => protocol !== 'kernel')
  return parseRoutes(JSON.stringify(made)).flatMap((route, index) => routeLine(route, made[index]?.scope))
}

function routeLine({ type, dst, dev, gateway, prefsrc, table, metric }: Route, scope: string | undefined): string[] {
  if (dst.includes(':') || gateway?.includes(':')) return []
  const words = [
    'route add',
    type === 'unicast' ? '' : type,
    dst,
    gateway ? `via ${gateway}` : '',
    dev ? `dev ${dev}` : '',
    prefsrc ? `src ${prefsrc}` : '',
    `table ${table}`,
    metric ? `metric ${metric}` : '',
    scope ? `scope ${scope}` : '',
  ]
  return [words.filter((word) => word !== '').join(' ')]
}

function ruleLine({ priority, src, dst, fwmark, fwmask, table }: RoutingRule): string[] {
  if (DEFAULT_TABLES.has(table)) return []
  const mark = fwmark === null ? '' : `fwmark ${fwmark}/${fwmask}`
  return [['rule add', `priority ${priority}`, `from ${src}`, `to ${dst}`, mark, `lookup ${table}`].filter((word) => word !== '').join(' ')]
}

/** ip_forward first: it sets those of every interface. */
function switches(sysctl: string | null): string[] {
  const all = z.record(z.string(), z.string()).parse(JSON.parse(sysctl ?? '{}'))
  const set = Object.entries(all).filter(([name]) => SWITCH.test(name))
  return set.map(([name, value]) => `${name}=${value}`).sort((a, b) => Number(b.includes('ip_forward')) - Number(a.includes('ip_forward')))
}
