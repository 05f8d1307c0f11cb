import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { openRecording } from '@/lib/recording/open'
import type { Recording } from '@/lib/recording/recording'

/** All recordings at hand: the shared ones where they lie beside the checkout, else those that the product ships. */
export function recordings(): Recording[] {
  const folder = ['../shared/recordings', 'recordings'].find((place) => existsSync(place)) ?? 'recordings'
  return readdirSync(folder).flatMap((file) => {
    if (!file.endsWith('.zip')) return []
    const opened = openRecording(new Uint8Array(readFileSync(`${folder}/${file}`)), file)
    return opened.ok ? [opened.value] : []
  })
}

/** The biggest entry with this ending in any recording, as text. */
export function biggest(ending: string): { name: string; text: string } {
  let found: { recording: Recording; entry: string; size: number } | null = null
  for (const recording of recordings()) {
    for (const entry of recording.entries()) {
      const size = entry.endsWith(ending) ? (recording.size(entry) ?? 0) : 0
      if (size > (found?.size ?? 0)) found = { recording, entry, size }
    }
  }
  const text = found?.recording.text(found.entry)
  if (!found || !text) throw new Error(`No recording has a ${ending}.`)
  return { name: `${found.recording.name}, ${(found.size / 1e6).toFixed(1)} MB`, text }
}
