import { parseIptablesSave } from '@/lib/netfilter/parse/iptables-save'
import { parseAddresses } from '@/lib/netfilter/routing/tables'
import { parseProcesses } from '@/lib/netfilter/sockets/processes'
import { readEntries } from '@/lib/netfilter/testing/recordings'
import type { TraceEntry } from '@/lib/netfilter/testing/trace'
import type { Topology } from '@/oracle/kernel/laboratory/topology'
import type { SentPacket } from '@/oracle/kernel/packet/sent'
import { derivedPackets, recordedPackets, type Senders } from '@/oracle/kernel/recorded/packets'
import { recordedTopology } from '@/oracle/kernel/recorded/topology'

/** A recorded namespace that can be made again, with packets for it. */
export interface RecordedNamespace {
  name: string
  topology: Topology
  /** For iptables-restore. */
  dump: string
  /** Native tables, for `nft -j -f`; null without any. */
  native: string | null
  packets: SentPacket[]
}

const WANTED =
  /^(requests\/[^/]+\/trace\/.*\.json|(nodes|pods|clients)\/[^/]+\/(iptables-save\.txt|nft\.json|ip-(addr|route|rule)\.json|sysctl\.json|ps\.txt))$/
const NAMESPACE = /^(?:nodes|pods|clients)\/([^/]+)\/iptables-save\.txt$/
/** Most packets to targets that rules name, beside those that were traced. */
const DERIVED = 24
/** Most owners of sockets that are tried. */
const OWNERS = 3

/** The namespaces of a recording that have rules. */
export function recordedNamespaces(file: string): RecordedNamespace[] {
  const files = readEntries(file, (path) => WANTED.test(path))
  return [...files].flatMap(([path, dump]) => {
    const name = NAMESPACE.exec(path)?.[1]
    if (!name) return []
    const read = (what: string) => files.get(path.replace('iptables-save.txt', what)) ?? null
    const native = nativeTables(read('nft.json'))
    if (!dump.includes('\n-A ') && !dump.includes('\n[') && native === null) return []
    const addr = read('ip-addr.json')
    const topology = recordedTopology({ addr, route: read('ip-route.json'), rule: read('ip-rule.json'), sysctl: read('sysctl.json') })
    const { ruleset } = parseIptablesSave(dump)
    const senders = sendersOf(read('ps.txt'), dump)
    const traced = recordedPackets(entriesOf(files, name), topology.links, senders)
    return [
      { name, topology, dump, native, packets: [...traced, ...derivedPackets(ruleset, parseAddresses(addr ?? '[]'), senders, DERIVED)] },
    ]
  })
}

function entriesOf(files: ReadonlyMap<string, string>, name: string): TraceEntry[] {
  return [...files].flatMap(([path, text]): TraceEntry[] =>
    path.startsWith('requests/') && path.endsWith(`/trace/${name}.json`) ? JSON.parse(text) : [],
  )
}

/** Who runs there, those first that the rules name. */
function sendersOf(processes: string | null, dump: string): Senders {
  const named = [...dump.matchAll(/--uid-owner (\d+)(?= |$)/gm)].map(([, uid]) => Number(uid))
  const running = parseProcesses(processes ?? '').map(({ uid, gid }) => ({ uid, gid }))
  const all = [{ uid: 0, gid: 0 }, ...named.map((uid) => ({ uid, gid: uid })), ...running]
  const owners = [...new Map(all.map((owner) => [`${owner.uid}:${owner.gid}`, owner])).values()].slice(0, OWNERS)
  const marks = [...dump.matchAll(/-m mark --mark (0x[0-9a-f]+|\d+)/g)].map(([, mark]) => Number(mark))
  return { owners, marks: [...new Set([0, ...marks])].slice(0, 2) }
}

const OWN_TABLES: ReadonlySet<string> = new Set(['filter', 'nat', 'mangle', 'raw', 'security'])

/** nft takes a chain's name only behind the chain itself. */
const ORDER = ['table', 'chain', 'set', 'map', 'rule']

/** The listing without the tables of iptables, which iptables-restore makes; null when nothing of IPv4 is left. */
function nativeTables(text: string | null): string | null {
  if (text === null) return null
  const listed: { nftables: Record<string, { family?: string; table?: string; name?: string }>[] } = JSON.parse(text)
  const elements = listed.nftables.flatMap((element) => {
    const [[kind, body] = ['', {}]] = Object.entries(element)
    const table = kind === 'table' ? body.name : body.table
    const isNative = (body.family === 'ip' || body.family === 'inet') && !OWN_TABLES.has(table ?? '')
    return ORDER.includes(kind) && isNative ? [{ kind, element }] : []
  })
  if (elements.length === 0) return null
  const ordered = elements.sort((a, b) => ORDER.indexOf(a.kind) - ORDER.indexOf(b.kind))
  return JSON.stringify({ nftables: ordered.map(({ element }) => element) })
}
