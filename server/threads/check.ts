import type { Recording } from '@/lib/recording/recording'
import { checkRecording } from '@/server/source/check'
import { packedOf } from '@/server/threads/packed'
import { threads } from '@/server/threads/threads'

/** Unpacked bytes that are read here: sooner done than handed over. */
const SMALL = 256 * 1024

const checks = new WeakMap<Recording, Promise<void>>()

/** Reads every entry of a recording once, off the event loop where that takes long, so that what is damaged or does not parse stands in its problems. */
export function checkInThread(recording: Recording): Promise<void> {
  const running = checks.get(recording) ?? check(recording)
  checks.set(recording, running)
  return running
}

async function check(recording: Recording): Promise<void> {
  const packed = packedOf(recording)
  const bytes = recording.entries().reduce((sum, entry) => sum + (recording.size(entry) ?? 0), 0)
  if (!packed || bytes <= SMALL) return checkRecording(recording)
  const order = { packed, name: recording.name, job: 'check', query: null, known: recording.problems.length } as const
  for (const problem of (await threads().ask(order)).problems) recording.report(problem)
}
