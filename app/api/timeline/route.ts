import { momentQuery } from '@/lib/api/query'
import { timelineSchema } from '@/lib/api/timeline'
import { answer } from '@/server/http/answer'
import { readQuery } from '@/server/http/query'
import { recordingOf } from '@/server/source/find'
import { timelineOf } from '@/server/stream/timeline'

export const dynamic = 'force-dynamic'

/** A recording's track: requests, events, pushes, and the moments at which something changed. */
export function GET(request: Request): Promise<Response> {
  return answer(timelineSchema, async () => {
    const { name, recording } = await recordingOf(request, readQuery(request, momentQuery).recording)
    return timelineOf(name, recording)
  })
}
