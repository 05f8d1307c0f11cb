import type { Step } from '@/lib/api/step'
import type { Stop } from '@/lib/path/model'

/** The step that stands for the card: its end, its rewrite, or the last that matched. */
export function mainStep({ steps }: Pick<Stop, 'steps'>): Step | null {
  return (
    steps.find((s) => s.verdict && s.verdict.kind !== 'delivered') ??
    steps.findLast((s) => s.op !== undefined) ??
    steps.findLast((s) => s.kind !== 'hook' && s.kind !== 'policy') ??
    steps.at(-1) ??
    null
  )
}
