import { eventsQuery } from '@/lib/api/query'
import { failed } from '@/server/http/answer'
import { readQuery } from '@/server/http/query'
import { sourceOf } from '@/server/source/find'
import { playerStream } from '@/server/stream/player'
import { timelineOf } from '@/server/stream/timeline'

export const dynamic = 'force-dynamic'

/** The one stream of a tab: what changes in a live cluster, or a recording that plays from `at` at `speed`. Seeking and pausing is a new stream. `Last-Event-ID` resumes. */
export async function GET(request: Request): Promise<Response> {
  try {
    const query = readQuery(request, eventsQuery)
    const source = await sourceOf(request, query.recording)
    if (source.kind === 'cluster') return eventStream(source.cluster.events(source.person, query.every, request.signal))
    const { name, recording } = source
    const { frames, endMs } = timelineOf(name, recording)
    const resumed = Number(request.headers.get('last-event-id') ?? Number.NaN)
    const from = Number.isFinite(resumed) && resumed >= query.at ? resumed : query.at
    return eventStream(playerStream({ recording: name, frames, from, endMs, speed: query.speed }, request.signal))
  } catch (error) {
    return failed(error)
  }
}

function eventStream(stream: ReadableStream<Uint8Array>): Response {
  return new Response(stream, {
    headers: {
      'content-type': 'text/event-stream; charset=utf-8',
      'cache-control': 'no-store, no-transform',
      // nginx in front would collect the stream otherwise.
      'x-accel-buffering': 'no',
    },
  })
}
