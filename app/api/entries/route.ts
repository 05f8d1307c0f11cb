import { entriesSchema } from '@/lib/api/entries'
import { questionOf, walkQuery } from '@/lib/api/query'
import { answer } from '@/server/http/answer'
import { readQuery } from '@/server/http/query'
import { recordingOf } from '@/server/source/find'
import { entriesOf } from '@/server/walk/entries'

export const dynamic = 'force-dynamic'

/** The same request at every node that it could enter at. */
export function GET(request: Request): Promise<Response> {
  return answer(entriesSchema, async () => {
    const query = readQuery(request, walkQuery)
    const { recording } = await recordingOf(request, query.recording)
    return entriesOf(recording, questionOf(query))
  })
}
