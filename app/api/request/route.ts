import { requestQuery } from '@/lib/api/query'
import { requestAnswerSchema } from '@/lib/api/request'
import { answer } from '@/server/http/answer'
import { Failure } from '@/server/http/failure'
import { readQuery } from '@/server/http/query'
import { recordingOf } from '@/server/source/find'
import { requestAnswer } from '@/server/walk/request'

export const dynamic = 'force-dynamic'

/** A recorded request: its walk beside what was recorded. */
export function GET(request: Request): Promise<Response> {
  return answer(requestAnswerSchema, async () => {
    const { id, at, ...query } = readQuery(request, requestQuery)
    const { name, recording } = await recordingOf(request, query.recording)
    const recorded = recording.request(id)
    if (!recorded) throw new Failure('notFound', `The recording “${name}” has no request “${id}”.`, 'id')
    return requestAnswer(recording, recorded, at ?? recorded.sent.at)
  })
}
