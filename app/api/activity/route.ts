import { activitySchema } from '@/lib/api/activity'
import { activityQuery } from '@/lib/api/query'
import { activityOf } from '@/lib/recording/activity'
import { answer } from '@/server/http/answer'
import { readQuery } from '@/server/http/query'
import { recordingOf } from '@/server/source/find'

export const dynamic = 'force-dynamic'

/** Access-log lines and connection tracking of a moment. */
export function GET(request: Request): Promise<Response> {
  return answer(activitySchema, async () => {
    const query = readQuery(request, activityQuery)
    const { recording } = await recordingOf(request, query.recording)
    return activityOf(recording, query.at, query.window)
  })
}
