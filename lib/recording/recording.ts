import type { Archive } from '@/lib/recording/archive'
import { EntryReader } from '@/lib/recording/entry-reader'
import { buildHistory, lastNotAfter, type Version } from '@/lib/recording/history'
import { netnsFolder } from '@/lib/recording/netns'
import { overlaysOf, type RecordedRequest, recordedRequest, requestFolders } from '@/lib/recording/recorded-request'
import { RecordedHistory } from '@/lib/recording/recorded-snapshot'
import { readRequest } from '@/lib/recording/request'
import { failure, type Problem, type Result } from '@/lib/recording/result'
import { readScenario, SCENARIO, type Scenario } from '@/lib/recording/scenario'
import type { Snapshot } from '@/lib/recording/snapshot'

/** What only a live cluster has. */
export interface Growing {
  /** ms of the last change that was more than counters. */
  readonly shapeAt: number
  /** Somebody looks at these namespaces now: they are to be read again soon. */
  looked(netns: Iterable<string>): void
  /** The same, for a question that waits: has the Envoys and kernels there read that were not yet. True when one was: the question is to be answered anew. Never throws. */
  readFirst(netns: Iterable<string>): Promise<boolean>
  /** Has istiod make what it would send to a proxy (POD.NAMESPACE), so that it stands among the newest observations. Never throws. */
  askIstiod(proxy: string): Promise<void>
}

/** An opened recording. Entries are inflated when they are asked for. */
export interface Recording {
  /** Of scenario.json. */
  name: string
  scenario: Scenario
  /** Sorted by the number of their folder. */
  requests: readonly RecordedRequest[]
  /** What could not be read; grows when an entry turns out broken on first use. */
  problems: readonly Problem[]
  /** Every entry's path, sorted. */
  entries(): readonly string[]
  /** Unpacked bytes; null for no such entry. */
  size(entry: string): number | null
  /** An entry's text; null when there is none or it is broken (then `problems` says why). */
  text(entry: string): string | null
  report(problem: Problem): void
  /** A request by its key (`01-by-name`) or id; the first one where an id was sent again. */
  request(keyOrId: string): RecordedRequest | null
  /** Times (ms) at which anything changed, ascending from 0. */
  marks: readonly number[]
  /** The last of `marks` that is not after `ms`: moments with the same mark show the same snapshot. */
  markAt(ms: number): number
  /** ms: the end of the timeline. */
  endMs: number
  /** A cluster that is being watched: the timeline goes on, and 0 means its newest moment. */
  grows?: Growing
  /** What of a cluster may be seen by who asks: objects of a resource (`pods`) in a namespace, null: in all. Without it: everything. */
  sees?(resource: string, namespace: string | null): boolean
  snapshotAt(ms: number): Snapshot
  /** Every state of a path (of a log: each entry's lines), by time. */
  versions(path: string): readonly Version[]
  /** The states that make up a path at `ms`. */
  partsAt(path: string, ms: number): readonly Version[]
  /** `k3s-w2` → `nodes/k3s-w2`, `default.client` → `pods/default.client`. */
  netnsFolder(name: string): string
}

/** Opens a recording from an archive; `file` names it in messages. One broken request or field never takes the rest down. */
export function openArchive(archive: Archive, file: string): Result<Recording> {
  if (archive.size(SCENARIO) === null) {
    const refused = archive.problems.find((problem) => problem.entry === SCENARIO)
    return failure(file, `no recording: ${refused ? `${SCENARIO}: ${refused.message}` : withoutScenario(archive)}`)
  }
  const reader = new EntryReader(archive)
  const json = reader.text(SCENARIO)
  if (json === null)
    return failure(file, `${SCENARIO}: ${reader.problems.find((problem) => problem.entry === SCENARIO)?.message ?? 'unreadable'}`)
  const read = readScenario(json)
  if (!read.ok) return failure(file, `${SCENARIO}: ${read.problem.message}`)
  const { scenario, problems } = read.value
  for (const problem of problems) reader.report(problem)
  return { ok: true, value: assemble(archive, reader, scenario) }
}

function withoutScenario(archive: Archive): string {
  const lower = archive.names().find((name) => name.endsWith(`/${SCENARIO}`))
  return lower ? `${lower} is not at its top: pack only what stands beside it` : `it has no ${SCENARIO}`
}

function assemble(archive: Archive, reader: EntryReader, scenario: Scenario): Recording {
  const entries = archive.names()
  const requests = readRequests(reader, entries)
  const byKey = new Map<string, RecordedRequest>()
  for (const request of requests) if (!byKey.has(request.sent.id)) byKey.set(request.sent.id, request)
  for (const request of requests) byKey.set(request.key, request)
  const history = buildHistory(
    entries,
    requests.flatMap((request) => overlaysOf(request, scenario)),
  )
  const recorded = new RecordedHistory(history, reader)
  return {
    name: scenario.name,
    scenario,
    requests,
    problems: reader.problems,
    entries: () => entries,
    size: (entry) => archive.size(entry),
    text: (entry) => reader.text(entry),
    report: (problem) => reader.report(problem),
    request: (keyOrId) => byKey.get(keyOrId) ?? null,
    marks: history.marks,
    markAt: (ms) => history.marks[lastNotAfter(history.marks, (mark) => mark, ms)] ?? 0,
    endMs: Math.max(scenario.durationMs ?? 0, history.marks.at(-1) ?? 0, ...requests.map((request) => request.endsAt)),
    snapshotAt: (ms) => recorded.snapshotAt(ms),
    versions: (path) => history.versions(path),
    partsAt: (path, ms) => recorded.partsAt(path, ms),
    netnsFolder: (name) => netnsFolder(scenario, name),
  }
}

function readRequests(reader: EntryReader, entries: readonly string[]): RecordedRequest[] {
  const requests: RecordedRequest[] = []
  for (const [key, files] of requestFolders(entries)) {
    const entry = `requests/${key}/request.json`
    const json = reader.text(entry)
    const read = json === null ? failure(entry, 'missing, so the request is left out') : readRequest(json, entry)
    if (read.ok) requests.push(recordedRequest(key, read.value, files))
    else if (!reader.problems.some((problem) => problem.entry === entry)) reader.report(read.problem)
  }
  const sends = new Map<string, number>()
  for (const { id } of requests) sends.set(id, (sends.get(id) ?? 0) + 1)
  for (const request of requests) if ((sends.get(request.id) ?? 0) > 1) request.id = request.key
  return requests.sort((a, b) => a.nn - b.nn || (a.key < b.key ? -1 : 1))
}
