import type { z } from 'zod'
import { questionOf, type walkQuery } from '@/lib/api/query'
import type { Question } from '@/lib/api/question'
import { parseTarget } from '@/lib/walk/target'
import { Failure } from '@/server/http/failure'

/** The question of a query. A URL that curl would not take is a 400; one that curl takes and a walk does not (IPv6) is an unknown walk. */
export function checkedQuestion(query: z.infer<typeof walkQuery>): Question {
  const question = questionOf(query)
  const target = parseTarget(question)
  const error = 'error' in target ? target.error : null
  if (error && error.reasonCode?.code !== 'walk.ipv6') throw new Failure('badInput', error.reason, 'url', error.reasonCode)
  return question
}
