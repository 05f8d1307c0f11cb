import type { Recorded, RequestAnswer } from '@/lib/api/request'
import type { Walk } from '@/lib/api/step'
import type { RecordedRequest } from '@/lib/recording/recorded-request'

type Agreement = Pick<RequestAnswer, 'agrees' | 'why' | 'match' | 'differences'>

/** Whether a walk agrees with what was recorded of its request. */
export function agreementOf(_walk: Walk, request: RecordedRequest, _recorded: Recorded): Agreement {
  return { agrees: null, why: request.sent.why ?? 'not compared', match: null, differences: [] }
}
