import { netfilterSearchQuery, netfilterSearchSchema } from '@/lib/api/netfilter-view'
import { answer } from '@/server/http/answer'
import { readQuery } from '@/server/http/query'
import { searchRules } from '@/server/netfilter/search'
import { recordingOf } from '@/server/source/find'

export const dynamic = 'force-dynamic'

/** Rules of a dump that hold all the words. */
export function GET(request: Request): Promise<Response> {
  return answer(netfilterSearchSchema, async () => {
    const query = readQuery(request, netfilterSearchQuery)
    const { recording } = await recordingOf(request, query.recording)
    return searchRules(recording, query)
  })
}
