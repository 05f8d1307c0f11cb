import { netfilterSchema } from '@/lib/api/netfilter'
import { netfilterQuery } from '@/lib/api/query'
import { answer } from '@/server/http/answer'
import { readQuery } from '@/server/http/query'
import { recordingOf } from '@/server/source/find'
import { netfilterAt } from '@/server/walk/netfilter'

export const dynamic = 'force-dynamic'

/** Tables, chains and rules with counters of one network namespace. */
export function GET(request: Request): Promise<Response> {
  return answer(netfilterSchema, async () => {
    const query = readQuery(request, netfilterQuery)
    const { recording } = await recordingOf(request, query.recording)
    return netfilterAt(recording, query.netns, query.at)
  })
}
