import type { HookName } from '@/lib/netfilter/model'

/** A packet's header and what netfilter sees beside it, at one point of its way. `sport` null: the kernel chooses. */
export interface Seen {
  src: string
  sport: number | null
  dst: string
  dport: number
  mark: number
  in: string | null
  out: string | null
}

/** One hook passed: as the packet came, the rules that matched, ends of chains and policies in order, and as it left (null: it did not). */
export interface HookPass {
  hook: HookName
  before: Seen
  steps: string[]
  after: Seen | null
}

/** A packet's way through one namespace. */
export type Journey = readonly HookPass[]

/** A step as one line: `nat/PREROUTING#3 JUMP:A`, `return nat/A`, `policy filter/INPUT DROP`. */
export function ruleStep(table: string, chain: string, index: number | string, verdict: string): string {
  return `${table}/${chain}#${index} ${verdict}`
}

export function returnStep(table: string, chain: string): string {
  return `return ${table}/${chain}`
}

export function policyStep(table: string, chain: string, policy: string): string {
  return `policy ${table}/${chain} ${policy}`
}

/** For people: a hook a line, its steps indented. */
export function printJourney(journey: Journey): string {
  if (journey.length === 0) return '  (no hook)'
  return journey
    .map(({ hook, before, steps, after }) =>
      [`  ${hook} ${printSeen(before)}`, ...steps.map((step) => `    ${step}`), `    → ${after ? printSeen(after) : 'dropped'}`].join('\n'),
    )
    .join('\n')
}

function printSeen({ src, sport, dst, dport, mark, in: iif, out }: Seen): string {
  return `${src}:${sport ?? '?'} > ${dst}:${dport} in ${iif ?? '-'} out ${out ?? '-'} mark 0x${mark.toString(16)}`
}
