import { chainQuery, chainSchema } from '@/lib/api/netfilter-view'
import { answer } from '@/server/http/answer'
import { readQuery } from '@/server/http/query'
import { chainAt } from '@/server/netfilter/chain'
import { recordingOf } from '@/server/source/find'

export const dynamic = 'force-dynamic'

/** The rules of one chain, with what they count and say. */
export function GET(request: Request): Promise<Response> {
  return answer(chainSchema, async () => {
    const query = readQuery(request, chainQuery)
    const { recording } = await recordingOf(request, query.recording)
    return chainAt(recording, query)
  })
}
