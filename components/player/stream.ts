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
  onEnd: () => void
}

/** Plays a recording from the server's stream (one EventSource; it resumes by itself), or by polling where streams don't come through. Returns what stops it. */
export function play(playing: Playing): () => void {
  const { recording, at, speed, onFrame, onEnd } = playing
  const source = new EventSource(apiUrl('/api/events', { recording, at, speed }))
  let stopPolling: (() => void) | null = null
  let greeted = false
  const fallBack = () => {
    if (greeted || stopPolling) return
    source.close()
    stopPolling = poll(playing)
  }
  const timer = setTimeout(fallBack, HELLO_MS)
  source.addEventListener('hello', () => {
    greeted = true
    clearTimeout(timer)
  })
  source.addEventListener('frame', (event) => onFrame(JSON.parse(event.data) as Frame))
  source.addEventListener('end', () => {
    source.close()
    onEnd()
  })
  source.addEventListener('error', () => {
    if (source.readyState === EventSource.CLOSED) fallBack()
  })
  return () => {
    clearTimeout(timer)
    source.close()
    stopPolling?.()
  }
}

function poll({ recording, at, speed, onFrame, onEnd }: Playing): () => void {
  const began = performance.now()
  const abort = new AbortController()
  let since = at
  const turn = async () => {
    const until = Math.floor(at + (performance.now() - began) * speed)
    try {
      const answer = await fetchJson<{ frames: Frame[]; endMs: number }>(apiUrl('/api/poll', { recording, since, until }), {
        signal: abort.signal,
      })
      for (const frame of answer.frames) onFrame(frame)
      since = answer.frames.at(-1)?.at ?? since
      if (until >= answer.endMs) return onEnd()
    } catch {
      // The next turn asks again from the same moment.
    }
    if (!abort.signal.aborted) timer = setTimeout(turn, POLL_MS)
  }
  let timer = setTimeout(turn, POLL_MS)
  return () => {
    abort.abort()
    clearTimeout(timer)
  }
}
