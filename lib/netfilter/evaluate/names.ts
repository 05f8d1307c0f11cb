import type { Rule } from '@/lib/netfilter/model'
import type { Outcome } from '@/lib/netfilter/target/outcome'

/** Label of the way on which none of a fork's rules matched. */
export const NO_MATCH = 'no match'

/** Label of the way on which a rule matched: its target. */
export function forkLabel(rule: Rule): string {
  return rule.target ?? 'match'
}

/** An outcome as xtables-monitor names the verdict; REJECT drops the packet itself. */
export function outcomeName(outcome: Outcome): string {
  switch (outcome.kind) {
    case 'accept':
      return 'ACCEPT'
    case 'continue':
      return 'CONTINUE'
    case 'return':
      return 'RETURN'
    case 'drop':
    case 'reject':
      return 'DROP'
    case 'unknown':
      return 'UNKNOWN'
  }
}
