import { questionOf, walkQuery } from '@/lib/api/query'
import { walkSchema } from '@/lib/api/step'
import { answer } from '@/server/http/answer'
import { readQuery } from '@/server/http/query'
import { recordingOf } from '@/server/source/find'
import { walkAt } from '@/server/walk/walks'

export const dynamic = 'force-dynamic'

/** The way of one request: steps, branches, verdict. */
export function GET(request: Request): Promise<Response> {
  return answer(walkSchema, async () => {
    const query = readQuery(request, walkQuery)
    const { recording } = await recordingOf(request, query.recording)
    return walkAt(recording, questionOf(query))
  })
}
