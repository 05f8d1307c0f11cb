import type { Frame } from '@/lib/api/timeline'
import { eventText, sseStream } from '@/server/stream/sse'

export interface Playing {
  recording: string
  frames: readonly Frame[]
  /** ms on the timeline: where it begins; frames after it are sent. */
  from: number
  endMs: number
  /** Timeline ms for each real ms; 0: paused, only heartbeats. */
  speed: number
}

/**
 * Server-sent events of a recording that plays: `hello`, a `frame` when its moment comes (its id is that moment, so that a browser
 * resumes there), `end`. Ends when the timeline ends or the browser goes.
 */
export function playerStream(playing: Playing, signal: AbortSignal): ReadableStream<Uint8Array> {
  const { recording, frames, from, endMs, speed } = playing
  let next = frames.findIndex((frame) => frame.at > from)
  if (next < 0) next = frames.length
  return sseStream((send, end) => {
    const began = performance.now()
    let timer: NodeJS.Timeout | undefined
    const turn = () => {
      const now = from + (performance.now() - began) * speed
      for (let frame = frames[next]; frame && frame.at <= now; frame = frames[++next]) send(eventText('frame', frame.at, frame))
      const due = frames[next]?.at ?? endMs
      if (due <= now && next >= frames.length) {
        send(eventText('end', endMs, {}))
        end()
      } else timer = setTimeout(turn, Math.max(1, Math.ceil((due - now) / speed)))
    }
    send(eventText('hello', from, { recording, at: from, speed, endMs }))
    if (speed > 0) turn()
    return () => clearTimeout(timer)
  }, signal)
}
