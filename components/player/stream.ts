import { apiUrl, fetchJson } from '@/components/shell/fetch-json'
import type { Frame } from '@/lib/api/timeline'

/** How long a stream may take to say hello before polling takes over (something in between may hold streams back). */
const HELLO_MS = 4000
/** How often the polling fallback asks. */
const POLL_MS = 500

export interface Playing {
  recording: string
  /** ms on the timeline. */
  at: number
  speed: number
  onFrame: (frame: Frame) => void
  /** The server plays on from this moment: at the start, and after a connection that was lost. */
  onMoment: (at: number) => void
  onEnd: () => void
}

/**
 * Plays a recording from the server's stream (one EventSource, which resumes by itself after a lost connection), or by polling
 * where streams don't come through. Returns what stops it.
 */
export function play(playing: Playing): () => void {
  const { recording, speed, onFrame, onMoment, onEnd } = playing
  const source = new EventSource(apiUrl('/api/events', { recording, at: playing.at, speed }))
  let last = playing.at
  let greeted = false
  let stopPolling: (() => void) | null = null
  let timer: ReturnType<typeof setTimeout> | undefined
  const fallBack = () => {
    clearTimeout(timer)
    source.close()
    stopPolling ??= poll({ ...playing, at: last })
  }
  const wait = () => {
    clearTimeout(timer)
    timer = setTimeout(fallBack, HELLO_MS)
  }
  wait()
  source.addEventListener('hello', (event) => {
    greeted = true
    clearTimeout(timer)
    onMoment(Number(event.lastEventId))
  })
  source.addEventListener('frame', (event) => {
    last = Number(event.lastEventId)
    onFrame(JSON.parse(event.data) as Frame)
  })
  source.addEventListener('end', () => {
    source.close()
    onEnd()
  })
  source.addEventListener('error', () => {
    // A stream that never spoke is blocked; one that was lost comes back by itself, or it doesn't.
    if (source.readyState === EventSource.CLOSED || !greeted) fallBack()
    else wait()
  })
  return () => {
    clearTimeout(timer)
    source.close()
    stopPolling?.()
  }
}

function poll({ recording, at, speed, onFrame, onMoment, onEnd }: Playing): () => void {
  const began = performance.now()
  const abort = new AbortController()
  let since = at
  const turn = async () => {
    const until = Math.floor(at + (performance.now() - began) * speed)
    try {
      const answer = await fetchJson<{ frames: Frame[]; endMs: number; more: boolean }>(apiUrl('/api/poll', { recording, since, until }), {
        signal: abort.signal,
      })
      for (const frame of answer.frames) onFrame(frame)
      since = answer.more ? (answer.frames.at(-1)?.at ?? since) : until
      if (until >= answer.endMs) return onEnd()
    } catch {
      // The next turn asks again from the same moment.
    }
    if (!abort.signal.aborted) timer = setTimeout(turn, POLL_MS)
  }
  onMoment(at)
  let timer = setTimeout(turn, POLL_MS)
  return () => {
    abort.abort()
    clearTimeout(timer)
  }
}
