import type { Recorded, RequestAnswer } from '@/lib/api/request'
import type { Walk } from '@/lib/api/step'
import type { RecordedRequest } from '@/lib/recording/recorded-request'
import { compareWalk } from '@/lib/walk/agreement/compare'
import { recordedSends } from '@/server/walk/recorded-sends'

type Agreement = Pick<RequestAnswer, 'agrees' | 'why' | 'match' | 'differences'>

/** Whether a walk agrees with what was recorded of its request; `agrees` null where the recording says that it can't be compared. */
export function agreementOf(walk: Walk, { sent }: RecordedRequest, recorded: Recorded): Agreement {
  if (!sent.compare) return { agrees: null, why: sent.why ?? null, match: null, differences: [] }
  const comparison = sent.fanout ? 'fanout' : sent.pooled ? 'pooled' : 'equal'
  const { agrees, match, differences } = compareWalk(walk, recordedSends(sent, recorded), comparison)
  return { agrees, why: null, match, differences }
}
