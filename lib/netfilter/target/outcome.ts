import type { FlowPacket, HookContext, HookEvent, MatchReason, RuleOption } from '@/lib/netfilter/model'

/** What a target does to a packet. `continue` goes on with the next rule, `accept` ends the table, `drop` and `reject` end the way. */
export type Outcome =
  | { kind: 'continue' | 'accept'; packet: FlowPacket; op: HookEvent['op'] }
  | { kind: 'drop' }
  | { kind: 'reject'; rejectWith: string }
  | { kind: 'return' }
  | { kind: 'unknown'; reason: MatchReason }

/** A target: every outcome that is possible; several when something that no dump shows decides. */
export type Target = (packet: FlowPacket, options: readonly RuleOption[], context: HookContext) => Outcome[]

/** Most outcomes of one target that are followed: a range of more addresses or ports is unknown. */
export const MAX_OUTCOMES = 16

/** The value behind an option; null when the rule does not have it. */
export function optionValue(options: readonly RuleOption[], name: string): string | null {
  const option = options.find((candidate) => candidate.name === name)
  return option ? (option.values[0] ?? '') : null
}

/** Goes on with the next rule; the packet as it is. */
export const goOn: Target = (packet) => [{ kind: 'continue', packet, op: null }]

/** The option cannot be read. */
export function unreadable(what: string): Outcome {
  return { kind: 'unknown', reason: { code: 'not-readable', values: { what } } }
}
