import type { Change, Frame } from '@/lib/api/timeline'
import { changeOf } from '@/lib/recording/changes'
import type { Sight } from '@/server/auth/sights'
import type { ClusterSource } from '@/server/source/cluster/cluster-source'
import { eventText } from '@/server/stream/sse'

/** Changes are told at most this often: a page asks anew for what it shows. */
const GATHER_MS = 500
/** What one frame names; a page that hears of more asks for everything anyway. */
const MAX_CHANGES = 200

/**
 * Tells somebody of a live cluster: `hello`, a `frame` when something that was read or watched has changed, `status` when the reading goes on.
 * Until what it returns is called the cluster is read each `every` ms (0: only watched).
 */
export function tellLive(source: ClusterSource, every: number, sight: Sight, send: (text: string) => void): () => void {
  let told = source.recording.marks.at(-1) ?? 0
  let status = ''
  let timer: NodeJS.Timeout | undefined
  const tell = () => {
    timer = undefined
    const newest = source.recording.marks.at(-1) ?? 0
    if (newest > told) send(eventText('frame', newest, frameOf(source, sight, told, newest)))
    told = newest
    const { now, ...rest } = sight.status()
    if (JSON.stringify(rest) !== status) send(eventText('status', newest, { now, ...rest }))
    status = JSON.stringify(rest)
  }
  send(eventText('hello', told, { recording: source.settings.name, at: told, speed: 1, endMs: told }))
  const leave = [
    source.onChange(() => {
      timer ??= setTimeout(tell, GATHER_MS)
    }),
    source.viewers.come(every),
    () => clearTimeout(timer),
  ]
  tell()
  return () => {
    for (const end of leave) end()
  }
}

function frameOf(source: ClusterSource, sight: Sight, after: number, until: number): Frame {
  const changes = new Map<string, Change>()
  for (const path of source.changedPaths(after, until)) {
    const change = changes.size < MAX_CHANGES && sight.mayRead(path) ? changeOf(path) : null
    if (change) changes.set(`${change.kind} ${change.subject}`, change)
  }
  return { at: until, changes: [...changes.values()] }
}
