import { proxiesSchema } from '@/lib/api/proxies'
import { momentQuery } from '@/lib/api/query'
import { answer } from '@/server/http/answer'
import { readQuery } from '@/server/http/query'
import { recordingOf } from '@/server/source/find'
import { proxiesAt } from '@/server/walk/proxies'

export const dynamic = 'force-dynamic'

/** The xDS sync state of every proxy at a moment. */
export function GET(request: Request): Promise<Response> {
  return answer(proxiesSchema, async () => {
    const query = readQuery(request, momentQuery)
    const { recording } = await recordingOf(request, query.recording)
    return proxiesAt(recording, query.at)
  })
}
