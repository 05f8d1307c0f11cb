import type { RedirectionSettings } from '@/lib/istio/redirection/settings'
import { atLeast } from '@/lib/kubernetes/release'
import { match, meta, network, payload } from '@/lib/netfilter/computed/nft/expressions'
import { TableWriter } from '@/lib/netfilter/computed/nft/table-writer'
import type { Json } from '@/lib/netfilter/nft/json'

export type IstioTable = 'nat' | 'mangle' | 'raw'

/** Where Istio hangs the base chains of its tables. Its own chains have names of small letters. */
const HOOKS = {
  nat: { type: { prerouting: 'nat', output: 'nat' }, prio: -100 },
  // A mark that is set in output looks the route up again.
  mangle: { type: { prerouting: 'filter', output: 'route' }, prio: -150 },
  raw: { type: { prerouting: 'filter', output: 'filter' }, prio: -300 },
} as const

/** One version of IP in the rules of a table for both. */
export interface Version {
  header: 'ip' | 'ip6'
  /** The pod's loopback, and the address from which the proxy speaks to the app. */
  loopback: Json
  inboundSource: string
}

/** What the native rules of one pod are written with. */
export interface NativeContext {
  settings: RedirectionSettings
  versions: readonly Version[]
  tables: Readonly<Record<IstioTable, TableWriter>>
  /** Appends a rule: what it asks, and what it does; `setting`: the annotation or variable that it comes from. `at`: its place, from 0, where it is inserted. */
  add(table: IstioTable, chain: string, asks: readonly Json[], does: Json, setting?: string | null, at?: number): void
}

export function nativeContext(settings: RedirectionSettings, ipv6: boolean): NativeContext {
  const tables = {
    nat: new TableWriter('inet', 'istio-proxy-nat'),
    mangle: new TableWriter('inet', 'istio-proxy-mangle'),
    raw: new TableWriter('inet', 'istio-proxy-raw'),
  }
  // Since 1.28 every rule counts.
  const counter = atLeast(settings.version, 28) ? [{ counter: { packets: 0, bytes: 0 } }] : []
  const v4: Version = { header: 'ip', loopback: network(settings.loopback), inboundSource: '127.0.0.6' }
  const v6: Version = { header: 'ip6', loopback: '::1', inboundSource: '::6' }
  return {
    settings,
    versions: ipv6 ? [v4, v6] : [v4],
    tables,
    add(table, chain, asks, does, setting = null, at) {
      if (chain === 'prerouting' || chain === 'output') {
        const { type, prio } = HOOKS[table]
        tables[table].chain(chain, { type: type[chain], hook: chain, prio, policy: 'accept' })
      }
      tables[table].rule(chain, [...asks, ...counter, does], { by: 'istio', setting }, null, at)
    },
  }
}

export const RETURN: Json = { return: null }
export const TCP = match('==', meta('l4proto'), 'tcp')
export const OVER_LO = match('==', meta('oifname'), 'lo')
export const FROM_LO = match('==', meta('iifname'), 'lo')

/** nft leaves `meta l4proto tcp` out of what it lists where a port of TCP is asked for too. */
export const port = (protocol: 'tcp' | 'udp', side: 'sport' | 'dport', number: string, op = '=='): Json =>
  match(op, payload(protocol, side), Number(number))
export const isMark = (mark: number, op = '=='): Json => match(op, meta('mark'), mark)
export const setMark = (value: Json): Json => ({ mangle: { key: meta('mark'), value } })
export const notLoopback = ({ header, loopback }: Version): Json => match('!=', payload(header, 'daddr'), loopback)

/** `skuid` or `skgid`. */
export interface Owner {
  key: 'skuid' | 'skgid'
  id: string
}
export const isOwner = ({ key, id }: Owner, op = '=='): Json => match(op, meta(key), Number(id))

/** Users, then groups, of the proxy. */
export const proxyOwners = ({ proxyUids, proxyGids }: RedirectionSettings): Owner[] => [
  ...proxyUids.map((id): Owner => ({ key: 'skuid', id })),
  ...proxyGids.map((id): Owner => ({ key: 'skgid', id })),
]
