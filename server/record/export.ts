import { type Zippable, zip } from 'fflate'
import { momentQuery } from '@/lib/api/query'
import type { Recording } from '@/lib/recording/recording'
import { isSecretEntry, redact } from '@/lib/recording/redact'
import { SCENARIO, type Scenario } from '@/lib/recording/scenario'
import type { Exported } from '@/server/threads/cluster/messages'

/** The same observations give the same bytes: zip's earliest date. */
const EPOCH = new Date(1980, 0, 1)

/**
 * What a source shows at a moment (ms; of a live cluster 0 is now), packed as a recording that opens anywhere: no Secrets, no key
 * material, no tokens. `name` is the recording's own. What is exported is what `recording` lets through.
 */
export async function exportRecording(recording: Recording, at: number, name: string): Promise<Uint8Array> {
  const snapshot = recording.snapshotAt(at)
  const scenario: Scenario = { ...recording.scenario, name, start: startAt(recording.scenario.start, snapshot.at), events: [] }
  const files: Zippable = Object.create(null)
  const add = (path: string, text: string) => {
    files[path] = [new TextEncoder().encode(text), { mtime: EPOCH, level: 6 }]
  }
  add(SCENARIO, JSON.stringify(scenario, null, 1))
  for (const path of snapshot.paths()) {
    const text = isSecretEntry(path) ? undefined : snapshot.read(path)?.text
    if (text === undefined) continue
    add(path, redact(text.split('\n')).lines.join('\n'))
    // A dump has megabytes: others have their turn between two.
    await new Promise((resolve) => setImmediate(resolve))
  }
  return new Promise((resolve, reject) => zip(files, (error, bytes) => (error ? reject(error) : resolve(bytes))))
}

/** What GET /api/export answers, of a recording or a live cluster. */
export async function exportMoment({ name, recording }: { name: string; recording: Recording }, query: unknown): Promise<Exported> {
  const { at } = momentQuery.parse(query)
  const begin = Date.parse(recording.scenario.start)
  const moment = recording.grows && at === 0 ? recording.endMs : at
  const file = exportName(name, new Date(Number.isNaN(begin) ? 0 : begin + moment))
  return { name: file, zip: await exportRecording(recording, at, file) }
}

/** The moment becomes the recording's start. '' stays: the source does not say. */
function startAt(start: string, at: number): string {
  const begin = Date.parse(start)
  return Number.isNaN(begin) ? start : new Date(begin + at).toISOString()
}

/** `NAME-20261121-165900`: a source's name at a moment, as a file's name. */
export function exportName(source: string, moment: Date): string {
  const stamp = moment
    .toISOString()
    .replace(/\.\d+Z$/, '')
    .replaceAll(/[-:]/g, '')
    .replace('T', '-')
  return `${source.replaceAll(/[^A-Za-z0-9._-]+/g, '-').slice(0, 80)}-${stamp}`
}
