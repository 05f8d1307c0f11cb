import { stripsSchema } from '@/lib/api/overview'
import { momentQuery } from '@/lib/api/query'
import { answer } from '@/server/http/answer'
import { readQuery } from '@/server/http/query'
import { recordingOf } from '@/server/source/find'
import { stripsOf } from '@/server/walk/strips'

export const dynamic = 'force-dynamic'

/** The walk of every recorded request in one row. */
export function GET(request: Request): Promise<Response> {
  return answer(stripsSchema, async () => {
    const { recording } = await recordingOf(request, readQuery(request, momentQuery).recording)
    return { strips: stripsOf(recording) }
  })
}
