import type { HookName } from '@/lib/netfilter/model'
import { PROTOCOL_NUMBERS } from '@/lib/netfilter/protocol'
import { type HookPass, type Journey, policyStep, returnStep, ruleStep, type Seen } from '@/oracle/kernel/journey/journey'
import type { Listed } from '@/oracle/kernel/laboratory/handles'
import { TRACER } from '@/oracle/kernel/laboratory/tracer'
import { PACKET_ID } from '@/oracle/kernel/packet/frame'

/** One report of the kernel's trace, as agent.pl prints it. */
interface Report {
  trace: string
  family: string
  table: string
  chain: string
  handle: string
  verdict: string
  target: string
  policy: string
  mark: number
  in: string | null
  out: string | null
  network: string
  transport: string
}

/** Verdicts of nf_tables as signed numbers; source: include/uapi/linux/netfilter/nf_tables.h. */
const VERDICTS = new Map([
  ['0', 'DROP'],
  ['1', 'ACCEPT'],
  ['2', 'STOLEN'],
  ['3', 'QUEUE'],
  ['-1', 'CONTINUE'],
  ['-5', 'RETURN'],
])

/** Puts the reports of one packet together to its journey. `interfaces`: names by their number. */
export function observedJourney(lines: readonly string[], listed: Listed, interfaces: ReadonlyMap<string, string>): Journey {
  const passes: HookPass[] = []
  const own = new Set<string>()
  for (const line of lines) {
    const report = readReport(line, interfaces)
    if (!report) continue
    const header = readHeader(report)
    if (header?.own) own.add(report.trace)
    if (!own.has(report.trace)) continue
    const boundary = report.table === TRACER ? /^([A-Z]+)_(begin|end)$/.exec(report.chain) : null
    if (boundary && header) {
      const seen = { ...header.seen, mark: report.mark, in: report.in, out: report.out }
      if (boundary[2] === 'begin') passes.push({ hook: boundary[1] as HookName, before: seen, steps: [], after: null })
      else {
        const last = passes.at(-1)
        if (last) last.after = seen
      }
    }
    if (report.table === TRACER) continue
    const step = stepOf(report, listed)
    if (step) passes.at(-1)?.steps.push(step)
  }
  return passes
}

/** Families by the kernel's number (NFPROTO_…). */
const FAMILIES = new Map([
  ['1', 'inet'],
  ['2', 'ip'],
  ['10', 'ip6'],
])

const ICMP: ReadonlySet<number> = new Set([PROTOCOL_NUMBERS.icmp, PROTOCOL_NUMBERS.icmpv6])

function stepOf({ family, table, chain, handle, verdict, target, policy }: Report, { handles, hooked }: Listed): string | null {
  if (policy !== '') return policyStep(table, chain, VERDICTS.get(policy) ?? policy)
  // The end of a chain is reported as a rule without a handle; of a base chain the policy follows.
  if (handle === '') return hooked.has(`${family} ${table} ${chain}`) ? null : returnStep(table, chain)
  const name = verdict === '-3' ? `JUMP:${target}` : verdict === '-4' ? `GOTO:${target}` : (VERDICTS.get(verdict) ?? verdict)
  return ruleStep(table, chain, handles.get(`${family} ${table} ${handle}`) ?? `handle ${handle}`, name)
}

function readReport(line: string, interfaces: ReadonlyMap<string, string>): Report | null {
  const [
    kind,
    trace = '',
    family = '',
    table = '',
    chain = '',
    ,
    handle = '',
    verdict = '',
    target = '',
    policy = '',
    mark,
    iif,
    oif,
    network,
    transport,
  ] = line.split('\t')
  if (kind !== 'event') return null
  return {
    trace,
    family: FAMILIES.get(family) ?? family,
    table,
    chain,
    handle,
    verdict,
    target,
    policy,
    mark: Number(mark ?? 0),
    in: interfaces.get(iif ?? '') ?? null,
    out: interfaces.get(oif ?? '') ?? null,
    network: network ?? '',
    transport: transport ?? '',
  }
}

/** The first report of each chain has the packet's headers; null without them. */
function readHeader({ network, transport }: Report): { own: boolean; seen: Pick<Seen, 'src' | 'sport' | 'dst' | 'dport'> } | null {
  const bytes = Buffer.from(network, 'hex')
  const ports = Buffer.from(transport, 'hex')
  if (bytes.length < 20 || ports.length < 4) return null
  const v4 = bytes.readUInt8(0) >> 4 === 4
  if (!v4 && bytes.length < 40) return null
  const own = v4 ? bytes.readUInt16BE(4) === PACKET_ID : (bytes.readUInt32BE(0) & 0xfffff) === PACKET_ID
  const [src, dst] = v4 ? [bytes.subarray(12, 16), bytes.subarray(16, 20)] : [bytes.subarray(8, 24), bytes.subarray(24, 40)]
  const icmp = ICMP.has(bytes.readUInt8(v4 ? 9 : 6))
  if (icmp && ports.length < 8) return null
  // Of ICMP the id, and its type and code.
  const [sport, dport] = icmp ? [ports.readUInt16BE(4), ports.readUInt16BE(0)] : [ports.readUInt16BE(0), ports.readUInt16BE(2)]
  return { own, seen: { src: printAddress(src), sport, dst: printAddress(dst), dport } }
}

function printAddress(bytes: Buffer): string {
  if (bytes.length === 4) return [...bytes].join('.')
  const groups = Array.from({ length: 8 }, (_, index) => bytes.readUInt16BE(2 * index).toString(16))
  return new URL(`http://[${groups.join(':')}]/`).hostname.slice(1, -1)
}
