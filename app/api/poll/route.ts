import { pollQuery } from '@/lib/api/query'
import { pollSchema } from '@/lib/api/timeline'
import { answer } from '@/server/http/answer'
import { readQuery } from '@/server/http/query'
import { recordingOf } from '@/server/source/find'
import { timelineOf } from '@/server/stream/timeline'

export const dynamic = 'force-dynamic'

/** Frames of one answer; `more` says that there are others. */
const MAX_FRAMES = 500

/** What the stream would have sent between two moments, for browsers behind something that breaks streams. */
export function GET(request: Request): Promise<Response> {
  return answer(pollSchema, async () => {
    const { since, until, ...query } = readQuery(request, pollQuery)
    const { name, recording } = await recordingOf(request, query.recording)
    const { frames, endMs } = timelineOf(name, recording)
    const between = frames.filter((frame) => frame.at > since && frame.at <= (until ?? endMs))
    return { recording: name, endMs, frames: between.slice(0, MAX_FRAMES), more: between.length > MAX_FRAMES }
  })
}
