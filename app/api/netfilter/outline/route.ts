import { outlineQuery, outlineSchema } from '@/lib/api/netfilter-view'
import { answer } from '@/server/http/answer'
import { readQuery } from '@/server/http/query'
import { outlineAt } from '@/server/netfilter/outline'
import { recordingOf } from '@/server/source/find'

export const dynamic = 'force-dynamic'

/** Every chain of a network namespace without its rules. */
export function GET(request: Request): Promise<Response> {
  return answer(outlineSchema, async () => {
    const query = readQuery(request, outlineQuery)
    const { recording } = await recordingOf(request, query.recording)
    return outlineAt(recording, query.netns, query.at, query.since)
  })
}
