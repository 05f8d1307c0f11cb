import { stripsSchema } from '@/lib/api/overview'
import { momentQuery } from '@/lib/api/query'
import { answer } from '@/server/http/answer'
import { readQuery } from '@/server/http/query'
import { recordingOf } from '@/server/source/find'
import { stripsOf } from '@/server/walk/strips'

export const dynamic = 'force-dynamic'

/** The walks of a recording's requests in one row each. */
export function GET(request: Request): Promise<Response> {
  return answer(stripsSchema, async () => {
    const { recording } = await recordingOf(request, readQuery(request, momentQuery).recording)
    return { strips: await stripsOf(recording) }
  })
}
