import { describe, expect, test } from 'vitest'
import { type ConntrackEntry, parseConntrack } from '@/lib/netfilter/conntrack/entries'
import { evaluateNamespace } from '@/lib/netfilter/evaluate/namespace'
import type { FlowPacket, HookContext, HookName } from '@/lib/netfilter/model'
import { NamespaceRules } from '@/lib/netfilter/namespace-rules'
import { parseRuleTexts } from '@/lib/netfilter/nft/parse/rule-texts'
import { parseNftRuleset } from '@/lib/netfilter/nft/parse/ruleset'
import { parseIptablesSave } from '@/lib/netfilter/parse/iptables-save'
import { parseRoutingState, type RoutingState } from '@/lib/netfilter/routing/state'
import { findListener } from '@/lib/netfilter/sockets/listeners'
import { parseProcesses } from '@/lib/netfilter/sockets/processes'
import { parseSockets, type SocketEntry } from '@/lib/netfilter/sockets/sockets'
import { readEntries, recordingFiles, recordingName } from '@/lib/netfilter/testing/recordings'
import { printEvent, printStep, type TraceEntry, waysOf } from '@/lib/netfilter/testing/trace'

/*
 * The judge: what the kernel's own trace reported of every packet of every request, against what evaluateNamespace says of that packet with the rules
 * as they were. Two things are not in a trace entry and are tried instead: the owner of the sending socket (every uid and gid that runs in that
 * namespace, from ps.txt) and the mark that the sender itself set (0 and every mark that a `-m mark` of its rules asks for);
 * "tried" counts the entries whose rules depend on it. A SYN that was sent again (its connection is in before/conntrack.txt) meets no nat table.
 */

const WANTED =
  /^(scenario\.json|requests\/[^/]+\/(request\.json|trace\/.*\.json|before\/.*\/(iptables-save|conntrack)\.txt)|(timeline\/\d+\/)?(nodes|pods|clients)\/[^/]+\/(iptables-save\.txt|nft\.(json|txt)|ip-(addr|route|rule)\.json|sysctl\.json|ss\.txt|ps\.txt))$/

interface Way {
  lines: string[]
  packet: FlowPacket
  dropped: boolean
}

interface Namespace {
  rules: NamespaceRules
  routing: RoutingState
  sockets: SocketEntry[]
  owners: { uid: number; gid: number }[]
  marks: number[]
  /** Connections that were there before the request. */
  before: ConntrackEntry[]
}

/** The newest text of a namespace's file at a moment of the timeline; the one before the request when there is one. */
function textOf(files: Map<string, string>, netns: string, file: string, at: number, request: string): string | null {
  const before = files.get(`requests/${request}/before/${netns}/${file}`)
  if (before !== undefined) return before
  for (const kind of ['nodes', 'pods', 'clients']) {
    const base = `${kind}/${netns}/${file}`
    const later = [...files.keys()].filter((path) => path.startsWith('timeline/') && path.endsWith(`/${base}`)).sort()
    const seen = later.filter((path) => Number(path.split('/')[1]) <= at).at(-1)
    // A pod that came later is in the timeline only; its first dump may have been read just after the request.
    const found = files.get(seen ?? '') ?? files.get(base) ?? files.get(later[0] ?? '')
    if (found !== undefined) return found
  }
  return null
}

function namespaceOf(files: Map<string, string>, netns: string, at: number, request: string): Namespace {
  const read = (file: string) => textOf(files, netns, file, at, request)
  const { ruleset } = parseIptablesSave(read('iptables-save.txt') ?? '')
  const [json, text] = [read('nft.json'), read('nft.txt')]
  const native = json === null ? null : parseNftRuleset(json, text === null ? null : parseRuleTexts(text))
  const processes = parseProcesses(read('ps.txt') ?? '')
  const owners = new Map(processes.map(({ uid, gid }) => [`${uid}:${gid}`, { uid, gid }]))
  owners.set('0:0', { uid: 0, gid: 0 })
  const rules = [...ruleset.tables.values()].flatMap((table) => [...table.chains.values()].flatMap((chain) => chain.rules))
  const marks = rules.flatMap((rule) =>
    rule.options.filter(({ name }) => name === '--mark').map(({ values }) => Number(values[0]?.split('/')[0])),
  )
  return {
    rules: new NamespaceRules({ nft: ruleset, legacy: null, native }),
    routing: parseRoutingState({
      addr: read('ip-addr.json'),
      route: read('ip-route.json'),
      rule: read('ip-rule.json'),
      sysctl: read('sysctl.json'),
    }),
    sockets: parseSockets(read('ss.txt') ?? ''),
    owners: [...owners.values()],
    marks: [...new Set([0, ...marks])],
    before: parseConntrack(files.get(`requests/${request}/before/${netns}/conntrack.txt`) ?? ''),
  }
}

function contextOf(
  space: Namespace,
  hook: HookName,
  original: TraceEntry['packet'],
  owner: HookContext['owner'],
  natDone: boolean,
): HookContext {
  return {
    hook,
    addressType: (ip, dev) => space.routing.addressType(ip, dev),
    addressesOf: (iface) => space.routing.addressesOf(iface),
    sourceFor: (ip, out) => space.routing.sourceFor(ip, out),
    reversePath: (packet, how) => space.routing.reversePath(packet, how),
    listener: (_proto, ip, port) => findListener(space.sockets, ip, port)?.how ?? 'none',
    owner,
    original,
    natDone,
  }
}

/** Takes every way through one hook, and the routing decision behind it. */
function pass(space: Namespace, ways: Way[], hook: HookName, entry: TraceEntry, owner: HookContext['owner'], natDone: boolean): Way[] {
  return ways.flatMap((way) => {
    if (way.dropped) return [way]
    const tree = evaluateNamespace(space.rules, way.packet, contextOf(space, hook, entry.packet, owner, natDone))
    return [...waysOf(tree)].map(({ events, end }) => ({
      lines: [...way.lines, ...events.map(printEvent).filter((line) => line !== null)],
      packet: end?.packet ?? way.packet,
      dropped: end?.verdict !== 'accept',
    }))
  })
}

function route(space: Namespace, { packet }: Way): { type: string; dev: string | null } {
  return space.routing.lookupRoute({ dst: packet.dst, src: packet.src, mark: packet.mark, iif: packet.in })
}

/** A SYN sent again, of a connection that conntrack knew before the request: its translations are done. */
function isRetransmission({ before }: Namespace, { packet }: TraceEntry): boolean {
  return before.some(
    ({ original }) =>
      original.src === packet.src && original.dst === packet.dst && original.sport === packet.sport && original.dport === packet.dport,
  )
}

/** Every way that an entry's packet can take: PREROUTING and INPUT or FORWARD and POSTROUTING, or OUTPUT and POSTROUTING. */
function waysOfEntry(space: Namespace, entry: TraceEntry, earlier: Way[]): Way[] {
  const { packet } = entry
  const done = packet.in === 'lo' || isRetransmission(space, entry)
  const first: FlowPacket = { ...packet, in: packet.in, out: null, mark: 0, ctstate: new Set(['NEW']) }
  if (packet.in !== null) {
    // What comes in over lo left OUTPUT before, with its mark and its conntrack entry.
    const starts = packet.in === 'lo' && earlier.length > 0 ? earlier.map((way) => ({ ...way.packet, in: 'lo', out: null })) : [first]
    return starts.flatMap((start) => {
      const ways = pass(space, [{ lines: [], packet: start, dropped: false }], 'PREROUTING', entry, null, done)
      return ways.flatMap((way) => {
        if (way.dropped) return [way]
        const next = route(space, way)
        if (next.type === 'local' || next.type === 'broadcast') return pass(space, [way], 'INPUT', entry, null, done)
        if (next.type !== 'unicast') return [way]
        const onward = { ...way, packet: { ...way.packet, out: next.dev } }
        return pass(space, pass(space, [onward], 'FORWARD', entry, null, done), 'POSTROUTING', entry, null, done)
      })
    })
  }
  return space.owners.flatMap((owner) =>
    space.marks.flatMap((mark) => {
      const start: FlowPacket = { ...first, mark }
      const out = route(space, { lines: [], packet: start, dropped: false })
      const sent = { lines: [], packet: { ...start, out: out.type === 'local' ? 'lo' : out.dev }, dropped: false }
      return pass(space, [sent], 'OUTPUT', entry, owner, done).flatMap((way) => {
        if (way.dropped) return [way]
        const next = route(space, way)
        return pass(
          space,
          [{ ...way, packet: { ...way.packet, out: next.type === 'local' ? 'lo' : next.dev } }],
          'POSTROUTING',
          entry,
          owner,
          done,
        )
      })
    }),
  )
}

/** The packet left with what conntrack noted, as far as the kernel does not choose it by itself. */
function leftAs({ packet, dropped }: Way, { nat }: TraceEntry): boolean {
  return dropped || !nat || (packet.dst === nat.dst && packet.dport === nat.dport && packet.src === nat.src)
}

const totals = { entries: 0, agree: 0, translated: 0, tried: 0 }

describe('the rules that the kernel reported, for every packet of every request', () => {
  test.each(recordingFiles())('%s', { timeout: 120_000 }, (file) => {
    const files = readEntries(file, (path) => WANTED.test(path))
    const differences: string[] = []
    let entries = 0
    const requests = [...new Set([...files.keys()].flatMap((path) => /^requests\/([^/]+)\/request\.json$/.exec(path)?.[1] ?? []))].sort()
    const spaces = new Map<string, Namespace>()
    for (const request of requests) {
      const at = Number(JSON.parse(files.get(`requests/${request}/request.json`) ?? '{}').at ?? 0)
      for (const [path, text] of files) {
        const netns = path.startsWith(`requests/${request}/trace/`)
          ? path.slice(`requests/${request}/trace/`.length, -'.json'.length)
          : null
        if (netns === null) continue
        const trace: TraceEntry[] = JSON.parse(text)
        const key = `${netns} ${[...files.keys()].some((other) => other.startsWith('timeline/')) || files.has(`requests/${request}/before/${netns}/iptables-save.txt`) ? request : ''}`
        const space = spaces.get(key) ?? namespaceOf(files, netns, at, request)
        spaces.set(key, space)
        let earlier: Way[] = []
        for (const entry of trace) {
          entries++
          const recorded = entry.steps.map(printStep)
          const ways = waysOfEntry(space, entry, entry.packet.in === 'lo' ? earlier : [])
          const matching = ways.filter((way) => way.lines.join('\n') === recorded.join('\n'))
          if (matching.length === 0) {
            differences.push(
              `${request} ${netns} ${JSON.stringify(entry.packet)}\n recorded:\n  ${recorded.join('\n  ')}\n ways:\n  ${ways.map((way) => way.lines.join('\n  ')).join('\n  --\n  ')}`,
            )
          } else {
            totals.agree++
            if (entry.packet.in === null && new Set(ways.map((way) => way.lines.join('\n'))).size > 1) totals.tried++
            if (matching.some((way) => leftAs(way, entry))) totals.translated++
            else
              differences.push(
                `${request} ${netns} ${JSON.stringify(entry)}: left as ${JSON.stringify(matching.map(({ packet }) => packet))}`,
              )
          }
          if (entry.packet.in === null) earlier = matching.filter((way) => !way.dropped)
        }
      }
    }
    totals.entries += entries
    console.log(`${recordingName(file)}: agree ${entries - differences.length} of ${entries}`)
    expect(differences.slice(0, 3).join('\n\n'), `${differences.length} of ${entries} differ`).toBe('')
  })

  test('altogether', () => {
    console.log(
      `agree ${totals.agree} of ${totals.entries} trace entries; translations agree in ${totals.translated}, tried ${totals.tried}`,
    )
    expect(totals.entries).toBeGreaterThan(0)
    expect([totals.agree, totals.translated]).toEqual([totals.entries, totals.entries])
  })
})
