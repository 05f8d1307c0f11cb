import { diffSchema } from '@/lib/api/diff'
import { diffQuery } from '@/lib/api/query'
import { answer } from '@/server/http/answer'
import { readQuery } from '@/server/http/query'
import { recordingOf } from '@/server/source/find'
import { diffAt } from '@/server/walk/diff'

export const dynamic = 'force-dynamic'

/** What istiod would send to a proxy against what Envoy runs. */
export function GET(request: Request): Promise<Response> {
  return answer(diffSchema, async () => {
    const { at, proxy, type, ...query } = readQuery(request, diffQuery)
    const { recording } = await recordingOf(request, query.recording)
    return diffAt(recording, at, proxy, type)
  })
}
