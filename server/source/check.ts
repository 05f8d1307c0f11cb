import { jsonErrorMessage, parseJson } from '@/lib/recording/json-parse'
import type { Recording } from '@/lib/recording/recording'

/** JSON beyond this is only checked on its first use: parsing it would hold up other answers. */
const MAX_CHECKED_JSON = 4 * 1024 * 1024

/** Entries are checked this long before others have their turn. */
const TURN_MS = 10

const checks = new WeakMap<Recording, Promise<void>>()

/** Reads every entry of a recording once, so that what is damaged or does not parse stands in its problems. Once for each recording. */
export function checkRecording(recording: Recording): Promise<void> {
  const running = checks.get(recording) ?? check(recording)
  checks.set(recording, running)
  return running
}

async function check(recording: Recording): Promise<void> {
  let turn = performance.now()
  for (const entry of recording.entries()) {
    if (performance.now() - turn > TURN_MS) {
      await new Promise((resolve) => setImmediate(resolve))
      turn = performance.now()
    }
    const text = recording.text(entry)
    const isRequest = /^requests\/[^/]+\/request\.json$/.test(entry)
    if (text === null || isRequest || !entry.endsWith('.json') || text.length > MAX_CHECKED_JSON) continue
    const parsed = parseJson(text)
    if (!parsed.ok) recording.report({ entry, message: jsonErrorMessage(parsed) })
  }
}
