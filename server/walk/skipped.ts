import type { z } from 'zod'
import type { skippedQuery } from '@/lib/api/query'
import type { SkippedAnswer } from '@/lib/api/skipped'
import type { Recording } from '@/lib/recording/recording'
import { skippedRule } from '@/lib/walk/skipped'
import { skippedOnWalk } from '@/lib/walk/walk'
import { Failure } from '@/server/http/failure'
import { checkedQuestion } from '@/server/walk/checked-question'
import { meshAt } from '@/server/walk/mesh-cache'

/** The rules that a step of a walk passed over and does not name itself: the question is walked again. 404 when no step has that number. */
export function skippedAt(recording: Recording, query: z.infer<typeof skippedQuery>): SkippedAnswer {
  const question = checkedQuestion(query)
  const skipped = skippedOnWalk(meshAt(recording, question.at), question)[query.skippedAt]
  if (!skipped)
    throw new Failure('notFound', `No step of this walk has the number ${query.skippedAt} for its passed-over rules.`, 'skippedAt')
  const all = skipped.nearest()
  const reasons = [...Map.groupBy(all, ({ code, values }) => `${code} ${values.field ?? ''}`)].map(([key, own]) => {
    const [code = '', field = ''] = key.split(' ')
    return { code: `netfilter.${code}`, field: field || null, count: own.length }
  })
  return {
    count: all.length,
    reasons: reasons.sort((a, b) => b.count - a.count),
    offset: query.offset,
    rules: all.slice(query.offset, query.offset + query.limit).map(skippedRule),
  }
}
