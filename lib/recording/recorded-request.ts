import type { Question } from '@/lib/api/question'
import type { Overlay } from '@/lib/recording/history'
import { netnsFolder } from '@/lib/recording/netns'
import { endOf, type SentRequest } from '@/lib/recording/request'
import type { Scenario } from '@/lib/recording/scenario'

/** A request of a recording with the entries that belong to it. */
export interface RecordedRequest {
  /** The folder's name: `01-by-name`. */
  key: string
  /** request.json's `id`, or `key` where the recording sent the same id again (live ones do): unique in a recording. */
  id: string
  /** The number in front of the folder's name; requests are sorted by it. */
  nn: number
  sent: SentRequest
  /** ms on the timeline: its last answer. */
  endsAt: number
  /** `requests/01-by-name/request.json` */
  entry: string
  /** Namespace's name → entry. */
  traces: ReadonlyMap<string, string>
  /** `POD.NAMESPACE` or a lone Envoy's name → entry. */
  access: ReadonlyMap<string, string>
  before: readonly AroundEntry[]
  after: readonly AroundEntry[]
  output: string | null
}

/** A file of `before/` or `after/`. conntrack.txt holds only lines of this request's connections. */
export interface AroundEntry {
  netns: string
  file: string
  entry: string
}

const PARTS = /^requests\/([^/]+)\/(.+)$/

/** Groups the entries below requests/ by folder, in one pass. */
export function requestFolders(entries: readonly string[]): Map<string, string[]> {
  const folders = new Map<string, string[]>()
  for (const entry of entries) {
    const match = PARTS.exec(entry)
    if (!match?.[1] || !match[2]) continue
    const files = folders.get(match[1])
    if (files) files.push(match[2])
    else folders.set(match[1], [match[2]])
  }
  return folders
}

/** Sorts a request's files by what they are. */
export function recordedRequest(key: string, sent: SentRequest, files: readonly string[]): RecordedRequest {
  const folder = `requests/${key}/`
  const traces = new Map<string, string>()
  const access = new Map<string, string>()
  const around: Record<'before' | 'after', AroundEntry[]> = { before: [], after: [] }
  for (const file of files) {
    const trace = /^trace\/([^/]+)\.json$/.exec(file)?.[1]
    const proxy = /^access\/([^/]+)\.log$/.exec(file)?.[1]
    const seen = /^(before|after)\/([^/]+)\/([^/]+)$/.exec(file)
    if (trace) traces.set(trace, folder + file)
    else if (proxy) access.set(proxy, folder + file)
    else if (seen?.[2] && seen[3])
      around[seen[1] === 'before' ? 'before' : 'after'].push({ netns: seen[2], file: seen[3], entry: folder + file })
  }
  const output = files.includes('output.txt') ? `${folder}output.txt` : null
  const nn = Number(/^[0-9]+/.exec(key)?.[0] ?? Number.MAX_SAFE_INTEGER)
  return { key, id: sent.id, nn, sent, endsAt: endOf(sent), entry: `${folder}request.json`, traces, access, ...around, output }
}

/** What a request shows of namespaces before and after it. Its conntrack lines are not a whole table, so they replace none. */
export function overlaysOf(request: RecordedRequest, scenario: Scenario): Overlay[] {
  const overlay = (at: number) => (each: AroundEntry) => ({
    path: `${netnsFolder(scenario, each.netns)}/${each.file}`,
    entry: each.entry,
    at,
  })
  const whole = (each: AroundEntry) => each.file !== 'conntrack.txt'
  return [...request.before.filter(whole).map(overlay(request.sent.at)), ...request.after.filter(whole).map(overlay(request.endsAt))]
}

/** The question that a recorded request asked. `at`: another moment, ms on the timeline. */
export function questionOfRequest({ sent }: Pick<RecordedRequest, 'sent'>, at: number = sent.at): Question {
  const { from, url, host, container, method, headers } = sent
  return { from, url, host, container, method, headers: Object.entries(headers), at }
}
