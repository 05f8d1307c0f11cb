import { z } from 'zod'
import { type IpVersion, versionOf } from '@/lib/netfilter/family'
import { jsonErrorMessage, parseJson } from '@/lib/recording/json-parse'

/** The kinds of routes that end a look-up. */
export type RouteType = 'unicast' | 'local' | 'broadcast' | 'multicast' | 'unreachable' | 'blackhole' | 'prohibit' | 'throw' | 'anycast'

/** One route of `ip -j route show table all`. */
export interface Route {
  type: RouteType
  /** `default`, an address, or a network. */
  dst: string
  dev: string | null
  gateway: string | null
  prefsrc: string | null
  table: string
  metric: number
  /** The version of IP where `ip` says it: `default` alone does not. null: it may be of both. */
  version?: IpVersion | null
  nexthops: { dev: string | null; gateway: string | null }[]
}

/** One rule of `ip -j rule`. Selectors that are not modelled stand in `other`. */
export interface RoutingRule {
  priority: number
  src: string
  dst: string
  fwmark: number | null
  fwmask: number
  iif: string | null
  oif: string | null
  negated: boolean
  table: string | null
  /** Set instead of a table: blackhole, unreachable, prohibit. */
  action: string | null
  other: string[]
}

/** One address of an interface, in the kernel's order. */
export interface InterfaceAddress {
  iface: string
  local: string
  prefixLength: number
  secondary: boolean
  scope: string
}

const routeSchema = z.object({
  type: z.string().default('unicast'),
  dst: z.string(),
  dev: z.string().nullable().default(null),
  gateway: z.string().nullable().default(null),
  via: z.object({ host: z.string() }).optional(),
  prefsrc: z.string().nullable().default(null),
  table: z.union([z.string(), z.number()]).default('main').transform(String),
  metric: z.number().default(0),
  /** Only IPv6 has it, and only IPv4 a scope. */
  pref: z.string().optional(),
  scope: z.string().optional(),
  flags: z.array(z.string()).default([]),
  nexthops: z.array(z.object({ dev: z.string().nullable().default(null), gateway: z.string().nullable().default(null) })).default([]),
})

const ruleSchema = z.looseObject({
  priority: z.number().default(0),
  src: z.string().default('all'),
  srclen: z.number().optional(),
  dst: z.string().default('all'),
  dstlen: z.number().optional(),
  fwmark: z.string().optional(),
  fwmask: z.string().optional(),
  iif: z.string().nullable().default(null),
  oif: z.string().nullable().default(null),
  not: z.unknown().optional(),
  table: z.union([z.string(), z.number()]).optional(),
  action: z.string().nullable().default(null),
})

const addressSchema = z.object({
  ifname: z.string(),
  addr_info: z
    .array(
      z.object({
        local: z.string().optional(),
        prefixlen: z.number().default(32),
        secondary: z.boolean().default(false),
        scope: z.string().default('global'),
      }),
    )
    .default([]),
})

const MODELLED = new Set([
  'priority',
  'src',
  'srclen',
  'dst',
  'dstlen',
  'fwmark',
  'fwmask',
  'iif',
  'oif',
  'not',
  'table',
  'action',
  'protocol',
  'iif_detached',
  'oif_detached',
])
const TYPES: ReadonlySet<string> = new Set([
  'unicast',
  'local',
  'broadcast',
  'multicast',
  'unreachable',
  'blackhole',
  'prohibit',
  'throw',
  'anycast',
])

/** Parses `ip -j route show table all`. Throws a message for a person when it is something else. */
export function parseRoutes(text: string): Route[] {
  return readList(text, routeSchema, 'ip -j route').flatMap((written) => {
    const { flags, via, pref: _pref, scope: _scope, type, ...route } = written
    if (!isRouteType(type) || flags.includes('dead') || flags.includes('linkdown')) return []
    return [{ ...route, type, gateway: route.gateway ?? via?.host ?? null, version: routeVersion(written) }]
  })
}

/** `via` is written for a next hop of the other version. */
function routeVersion({ dst, gateway, via, pref, scope }: z.infer<typeof routeSchema>): IpVersion | null {
  if (dst !== 'default') return versionOf(dst)
  if (pref !== undefined) return 6
  if (via || scope !== undefined) return 4
  return gateway === null ? null : versionOf(gateway)
}

/** Parses `ip -j rule`, in the order of priority. */
export function parseRules(text: string): RoutingRule[] {
  const rules = readList(text, ruleSchema, 'ip -j rule').map((rule) => ({
    priority: rule.priority,
    src: rule.srclen === undefined ? rule.src : `${rule.src}/${rule.srclen}`,
    dst: rule.dstlen === undefined ? rule.dst : `${rule.dst}/${rule.dstlen}`,
    fwmark: rule.fwmark === undefined ? null : Number(rule.fwmark),
    fwmask: rule.fwmask === undefined ? 0xffffffff : Number(rule.fwmask),
    iif: rule.iif,
    oif: rule.oif,
    negated: rule.not !== undefined,
    table: rule.table === undefined ? null : String(rule.table),
    action: rule.action,
    other: Object.keys(rule).filter((key) => !MODELLED.has(key)),
  }))
  return rules.sort((a, b) => a.priority - b.priority)
}

/** Parses `ip -j addr`. */
export function parseAddresses(text: string): InterfaceAddress[] {
  return readList(text, addressSchema, 'ip -j addr').flatMap(({ ifname, addr_info }) =>
    addr_info.flatMap(({ local, prefixlen, secondary, scope }) =>
      local ? [{ iface: ifname, local, prefixLength: prefixlen, secondary, scope }] : [],
    ),
  )
}

function isRouteType(type: string): type is RouteType {
  return TYPES.has(type)
}

function readList<T>(text: string, schema: z.ZodType<T>, what: string): T[] {
  if (text.trim() === '') return []
  const json = parseJson(text)
  if (!json.ok) throw new Error(jsonErrorMessage(json))
  const parsed = z.array(schema).safeParse(json.value)
  if (parsed.success) return parsed.data
  // Each of a thousand routes may be wrong; the first says enough.
  const first = parsed.error.issues[0]
  throw new Error(`not what ${what} prints: ${first?.message ?? 'another form'} at /${first?.path.join('/') ?? ''}`)
}
