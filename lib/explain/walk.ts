import type { Step, Verdict } from '@/lib/api/step'
import { kubeCause } from '@/lib/explain/kube-comment'
import { type Message, message } from '@/lib/explain/message'
import { podOfNetns } from '@/lib/explain/names'

/** Status and response flags, as the access log has them; `-` says nothing. */
export const answerOf = ({ status, flags }: Verdict): string => [status, flags === '-' ? undefined : flags].filter(Boolean).join(' ')

/** A walk in one sentence: where the request got to, or who stopped it and why. `status`: the recorded or answered one. */
export function explainWalk(verdict: Verdict, steps: Step[], status: number | null): Message {
  const there = steps.filter((s) => s.kind !== 'conntrack')
  const last = there.findLast((s) => s.verdict) ?? there.at(-1)
  const place = last?.netns
    ? last.node !== undefined && last.netns !== last.node
      ? (podOfNetns(last.netns)?.pod ?? last.netns)
      : last.netns
    : ''
  const app = last?.facts?.container ?? last?.facts?.process ?? place
  const values = {
    place,
    app,
    status: status ?? verdict.status ?? '',
    said: answerOf(verdict),
    reason: verdict.reason,
    by: last?.chain ?? last?.proxy ?? place,
  }
  if (verdict.kind === 'delivered') return message(values.status === '' ? 'walk.delivered' : 'walk.deliveredWith', values)
  const cause = verdict.kind === 'dropped' ? kubeCause(last?.rule) : null
  if (cause) return message(`walk.${cause.key.slice('cause.'.length)}`, { ...values, ...cause.values })
  if (verdict.kind === 'dropped' && last?.chain === undefined) return message('walk.droppedBare', values)
  return message(`walk.${verdict.kind}`, values)
}
