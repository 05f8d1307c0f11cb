import { choicesSchema } from '@/lib/api/choices'
import { momentQuery } from '@/lib/api/query'
import { choicesOf } from '@/lib/mesh/choices'
import { answer } from '@/server/http/answer'
import { readQuery } from '@/server/http/query'
import { recordingOf } from '@/server/source/find'

export const dynamic = 'force-dynamic'

/** What the question bar offers to choose from. */
export function GET(request: Request): Promise<Response> {
  return answer(choicesSchema, async () => {
    const query = readQuery(request, momentQuery)
    const { recording } = await recordingOf(request, query.recording)
    return choicesOf(recording.snapshotAt(query.at), recording.scenario)
  })
}
