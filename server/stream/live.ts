import type { Change, Frame } from '@/lib/api/timeline'
import { changeOf } from '@/lib/recording/changes'
import type { Sight } from '@/server/auth/gate'
import type { ClusterSource } from '@/server/source/cluster/cluster-source'
import { eventText, HEARTBEAT_MS, RETRY_MS } from '@/server/stream/events'

/** Changes are told at most this often: a page asks anew for what it shows. */
const GATHER_MS = 500
/** What one frame names; a page that hears of more asks for everything anyway. */
const MAX_CHANGES = 200

/**
 * Server-sent events of a live cluster: `hello`, a `frame` when something that was read or watched has changed, `status` when the
 * reading goes on. While the stream is open the cluster is read each `every` ms (0: only watched).
 */
export function liveStream(source: ClusterSource, every: number, sight: Sight, signal: AbortSignal): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder()
  let told = source.recording.marks.at(-1) ?? 0
  let status = ''
  let timer: NodeJS.Timeout | undefined
  let beat: NodeJS.Timeout | undefined
  let leave: (() => void)[] = []
  const stop = () => {
    clearTimeout(timer)
    clearInterval(beat)
    for (const end of leave) end()
    leave = []
  }
  return new ReadableStream<Uint8Array>({
    start(controller) {
      const send = (text: string) => controller.enqueue(encoder.encode(text))
      const tell = () => {
        timer = undefined
        const newest = source.recording.marks.at(-1) ?? 0
        if (newest > told) send(eventText('frame', newest, frameOf(source, sight, told, newest)))
        told = newest
        const { now, ...rest } = sight.status(source)
        if (JSON.stringify(rest) !== status) send(eventText('status', newest, { now, ...rest }))
        status = JSON.stringify(rest)
      }
      signal.addEventListener('abort', () => {
        stop()
        try {
          controller.close()
        } catch {
          // It has ended by itself.
        }
      })
      send(`retry: ${RETRY_MS}\n${eventText('hello', told, { recording: source.settings.name, at: told, speed: 1, endMs: told })}`)
      beat = setInterval(() => send(': heartbeat\n\n'), HEARTBEAT_MS)
      leave = [
        source.onChange(() => {
          timer ??= setTimeout(tell, GATHER_MS)
        }),
        source.viewers.come(every),
      ]
      tell()
    },
    cancel: stop,
  })
}

function frameOf(source: ClusterSource, sight: Sight, after: number, until: number): Frame {
  const changes = new Map<string, Change>()
  for (const path of source.changedPaths(after, until)) {
    const change = changes.size < MAX_CHANGES && sight.mayRead(path) ? changeOf(path) : null
    if (change) changes.set(`${change.kind} ${change.subject}`, change)
  }
  return { at: until, changes: [...changes.values()] }
}
