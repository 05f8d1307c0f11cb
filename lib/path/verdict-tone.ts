import type { Verdict } from '@/lib/api/step'
import type { Tone } from '@/lib/path/model'

/** The colour of a verdict (design system §4); an answer of a proxy is an error from 400 on. */
export function verdictTone(verdict: Verdict): Tone {
  switch (verdict.kind) {
    case 'delivered':
      return 'trace'
    case 'answered':
      return (verdict.status ?? 0) >= 400 ? 'rejected' : 'reply'
    case 'unreachable':
      return 'rejected'
    default:
      return verdict.kind
  }
}

/** Does anything come back to the client? */
export const comesBack = (verdict: Verdict) => ['delivered', 'answered', 'rejected', 'reset'].includes(verdict.kind)
