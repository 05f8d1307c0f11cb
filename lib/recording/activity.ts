import type { AccessLine, Activity, Connection } from '@/lib/api/activity'
import { isLive } from '@/lib/recording/changes'
import { netnsOfFolder, proxyOfNetns } from '@/lib/recording/netns'
import type { Recording } from '@/lib/recording/recording'

/** Lines that one answer holds; a busy proxy would otherwise fill the page. */
const MAX_LINES = 500
const LOG = /^pods\/([^/]+)\/logs\/istio-proxy\.log$/
const STAMP = /^\[([0-9T:.+Z-]{20,35})\]/

/** What the proxies logged and the kernels tracked in the `windowMs` up to a moment (ms on the timeline; the window's start is excluded, unless it is 0). */
export function activityOf(recording: Recording, asked: number, windowMs: number): Activity {
  const at = recording.grows && asked === 0 ? recording.endMs : asked
  const from = Math.max(0, at - windowMs)
  const access = isLive(recording) ? loggedLive(recording, from, at) : loggedByRequests(recording, from, at)
  const connections = isLive(recording) ? trackedLive(recording, from, at) : trackedByRequests(recording, from, at)
  access.sort((a, b) => (a.at ?? a.seenAt) - (b.at ?? b.seenAt))
  return {
    at,
    from,
    access: access.slice(-MAX_LINES),
    connections: connections.slice(0, MAX_LINES),
    truncated: access.length > MAX_LINES || connections.length > MAX_LINES,
  }
}

/** The lines of one entry that are access lines, with their own time. */
function accessLines(recording: Recording, proxy: string, entry: string, seenAt: number): AccessLine[] {
  const start = Date.parse(recording.scenario.start)
  return (recording.text(entry) ?? '').split('\n').flatMap((text, n) => {
    const stamp = STAMP.exec(text)?.[1]
    const at = stamp === undefined ? Number.NaN : Date.parse(stamp) - start
    const isAccess = stamp !== undefined || text.startsWith('{')
    return isAccess ? [{ proxy, text, at: Number.isFinite(at) ? at : null, seenAt, entry, line: n + 1 }] : []
  })
}

function loggedLive(recording: Recording, from: number, at: number): AccessLine[] {
  const paths = recording.snapshotAt(at).under('pods/')
  return paths.flatMap((path) => {
    const netns = LOG.exec(path)?.[1]
    if (netns === undefined) return []
    const parts = recording.versions(path).filter((part) => part.lines && part.at <= at && part.at > from)
    return parts.flatMap((part) => accessLines(recording, proxyOfNetns(netns), part.entry, part.at))
  })
}

function loggedByRequests(recording: Recording, from: number, at: number): AccessLine[] {
  return recording.requests.flatMap((request) => {
    if (request.endsAt > at || request.endsAt <= from) return []
    return [...request.access].flatMap(([proxy, entry]) => accessLines(recording, proxy, entry, request.endsAt))
  })
}

function trackedByRequests(recording: Recording, from: number, at: number): Connection[] {
  return recording.requests.flatMap((request) => {
    if (request.endsAt > at || request.endsAt <= from) return []
    const before = new Set(
      request.before
        .filter(isConntrack)
        .flatMap(({ netns, entry }) => lines(recording, entry).map(({ text }) => `${netns} ${keyOf(text)}`)),
    )
    return request.after.filter(isConntrack).flatMap(({ netns, entry }) =>
      lines(recording, entry).map(({ text, line }): Connection => {
        const change = before.has(`${netns} ${keyOf(text)}`) ? 'stayed' : 'came'
        return { netns, text, change, entry, line }
      }),
    )
  })
}

const isConntrack = ({ file }: { file: string }) => file === 'conntrack.txt'

function trackedLive(recording: Recording, from: number, at: number): Connection[] {
  const [then, now] = [recording.snapshotAt(from), recording.snapshotAt(at)]
  return now.paths().flatMap((path) => {
    const netns = path.endsWith('/conntrack.txt') ? netnsOfFolder(path) : null
    const after = netns === null ? null : now.read(path)
    const before = netns === null ? null : then.read(path)
    if (netns === null || after === null || after === before) return []
    const old = new Map(lines(recording, before?.entry).map((each) => [keyOf(each.text), each]))
    const found: Connection[] = []
    for (const { text, line } of lines(recording, after.entry)) {
      const was = old.get(keyOf(text))
      old.delete(keyOf(text))
      if (!was) found.push({ netns, text, change: 'came', entry: after.entry, line })
      else if (stateOf(was.text) !== stateOf(text)) found.push({ netns, text, change: 'changed', entry: after.entry, line })
    }
    for (const { text, line } of old.values()) found.push({ netns, text, change: 'went', entry: before?.entry ?? path, line })
    return found
  })
}

function lines(recording: Recording, entry: string | undefined): { text: string; line: number }[] {
  const text = entry === undefined ? null : recording.text(entry)
  return (text ?? '').split('\n').flatMap((each, n) => (each === '' ? [] : [{ text: each, line: n + 1 }]))
}

/** What names a connection: protocol and tuples, without timer, state and flags. */
function keyOf(line: string): string {
  const words = line.split(/\s+/)
  return [words[2], ...words.filter((word) => /^(?:src|dst|sport|dport|type|code|id)=/.test(word))].join(' ')
}

function stateOf(line: string): string {
  return line
    .split(/\s+/)
    .filter((word) => /^[A-Z_]+$|^\[/.test(word))
    .join(' ')
}
