import { setImmediate as turn } from 'node:timers/promises'
import { type Zippable, zip } from 'fflate'
import { exportQuery } from '@/lib/api/export'
import type { Recording } from '@/lib/recording/recording'
import { isSecretEntry, redact } from '@/lib/recording/redact'
import { SCENARIO, type Scenario } from '@/lib/recording/scenario'
import { pseudonymous } from '@/server/record/pseudonymous'
import type { Exported } from '@/server/threads/cluster/messages'

/** The same observations give the same bytes: zip's earliest date. */
const EPOCH = new Date(1980, 0, 1)

/** A source's own name may be its company's. */
export const RENAMED = 'renamed'

/**
 * What a source shows at a moment (ms; of a live cluster 0 is now), packed as a recording that opens anywhere: no Secrets, no key
 * material, no tokens. `name` is the recording's own. What is exported is what `recording` lets through. `renamed`: with other addresses
 * and names of hosts, everywhere the same, so that it walks as before.
 */
export async function exportRecording(recording: Recording, at: number, name: string, renamed = false): Promise<Uint8Array> {
  const snapshot = recording.snapshotAt(at)
  const scenario: Scenario = {
    ...recording.scenario,
    name,
    // A live cluster's title is what its kubeconfig calls it.
    ...(renamed && recording.grows ? { title: { en: name, ko: name } } : {}),
    start: startAt(recording.scenario.start, snapshot.at),
    events: [],
  }
  const files: Zippable = Object.create(null)
  const paths = snapshot.paths().filter((path) => !isSecretEntry(path))
  const read = (path: string) => redact((snapshot.read(path)?.text ?? '').split('\n')).lines.join('\n')
  const rename = renamed ? await pseudonymous(recording, paths, read) : async (text: string) => text
  const add = async (path: string, text: string) => {
    files[await rename(path)] = [new TextEncoder().encode(await rename(text)), { mtime: EPOCH, level: 6 }]
    // A dump has megabytes: others have their turn between two.
    await turn()
  }
  await add(SCENARIO, JSON.stringify(scenario, null, 1))
  for (const path of paths) await add(path, read(path))
  return new Promise((resolve, reject) => zip(files, (error, bytes) => (error ? reject(error) : resolve(bytes))))
}

/** What GET /api/export answers, of a recording or a live cluster. */
export async function exportMoment({ name, recording }: { name: string; recording: Recording }, query: unknown): Promise<Exported> {
  const { at, redact: renamed } = exportQuery.parse(query)
  const begin = Date.parse(recording.scenario.start)
  const moment = recording.grows && at === 0 ? recording.endMs : at
  const file = exportName(renamed ? RENAMED : name, new Date(Number.isNaN(begin) ? 0 : begin + moment))
  return { name: file, zip: await exportRecording(recording, at, file, renamed) }
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
