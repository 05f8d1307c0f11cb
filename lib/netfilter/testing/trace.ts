import type { HookEvent, HookTree } from '@/lib/netfilter/model'

/** A step as trace/NETNS.json has it. */
export interface TraceStep {
  table: string
  chain: string
  kind: 'rule' | 'policy' | 'return'
  rule: string | null
  verdict: string
  family?: string
}

export interface TraceEntry {
  packet: { in: string | null; out: string | null; src: string; dst: string; sport: number; dport: number; proto: 'tcp' | 'udp' }
  nat: { src: string; sport: number; dst: string; dport: number } | null
  steps: TraceStep[]
}

/** A step as one line, to compare. */
export function printStep({ table, chain, kind, rule, verdict }: TraceStep): string {
  return `${table} ${chain} ${kind} ${rule ?? ''} ${verdict}`
}

/** An event in the same form; null for what the kernel does not report. */
export function printEvent(event: HookEvent): string | null {
  if (event.kind === 'unknown') return null
  return printStep({ table: event.table, chain: event.chain, kind: event.kind, rule: event.rule?.text ?? null, verdict: event.outcome })
}

/** Every way through a tree: its events from the root, and its end. */
export function* waysOf(
  tree: HookTree,
  before: readonly HookEvent[] = [],
): Generator<{ events: readonly HookEvent[]; end: HookTree['end'] }> {
  const events = [...before, ...tree.events]
  if (!tree.branches) yield { events, end: tree.end }
  else for (const branch of tree.branches) if (branch.probability !== 0) yield* waysOf(branch.tree, events)
}
