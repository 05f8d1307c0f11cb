import { apiUrl } from '@/components/shell/fetch-json'
import type { SourceStatus } from '@/lib/api/source'
import type { Frame } from '@/lib/api/timeline'

/** Without a word for this long (heartbeats come every 15 s) the stream is taken for lost: a machine that slept. */
const SILENT_MS = 40_000

export interface Watching {
  recording: string
  /** ms between two readings; 0: only what is watched. */
  every: number
  /** The stream has begun, also again after it broke: whatever was missed has to be asked for. */
  onHello: () => void
  onFrame: (frame: Frame) => void
  onStatus: (status: SourceStatus) => void
  /** false: nothing comes; EventSource tries again by itself. */
  onConnected: (connected: boolean) => void
}

/** Watches a live cluster by the server's stream. Returns what ends it. */
export function watch({ recording, every, onHello, onFrame, onStatus, onConnected }: Watching): () => void {
  let source: EventSource
  let heardAt = 0
  const open = () => {
    heardAt = performance.now()
    source = new EventSource(apiUrl('/api/events', { recording, every }))
    const on = <T>(name: string, take: (data: T) => void) =>
      source.addEventListener(name, (event) => {
        heardAt = performance.now()
        take(JSON.parse(event.data) as T)
      })
    on('hello', () => {
      onConnected(true)
      onHello()
    })
    on<Frame>('frame', onFrame)
    on<SourceStatus>('status', onStatus)
    source.addEventListener('error', () => onConnected(false))
  }
  open()
  const timer = setInterval(() => {
    if (source.readyState === EventSource.OPEN && performance.now() - heardAt < SILENT_MS) return
    if (source.readyState === EventSource.CONNECTING) return
    source.close()
    open()
  }, SILENT_MS / 4)
  return () => {
    clearInterval(timer)
    source.close()
  }
}
