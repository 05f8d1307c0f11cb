import { overviewSchema } from '@/lib/api/overview'
import { momentQuery } from '@/lib/api/query'
import { answer } from '@/server/http/answer'
import { readQuery } from '@/server/http/query'
import { recordingOf } from '@/server/source/find'
import { overviewAt } from '@/server/walk/overview'

export const dynamic = 'force-dynamic'

/** Every entry, host and route, with the verdict of its walk. */
export function GET(request: Request): Promise<Response> {
  return answer(overviewSchema, async () => {
    const query = readQuery(request, momentQuery)
    const { recording } = await recordingOf(request, query.recording)
    return overviewAt(recording, query.at)
  })
}
