import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { openRecording } from '@/lib/recording/open'
import type { Recording } from '@/lib/recording/recording'

/** The recordings that tests are judged by: the given ones where they are, else those that the product ships. */
const FOLDERS = ['../shared/recordings', 'recordings']

export function recordingNames(): string[] {
  const folder = FOLDERS.find((path) => existsSync(path))
  return folder ? readdirSync(folder).flatMap((file) => (file.endsWith('.zip') ? [file.slice(0, -4)] : [])) : []
}

export function recordingNamed(name: string): Recording {
  const folder = FOLDERS.find((path) => existsSync(`${path}/${name}.zip`))
  const opened = openRecording(new Uint8Array(readFileSync(`${folder}/${name}.zip`)), name)
  if (!opened.ok) throw new Error(`recording ${name} does not open`)
  return opened.value
}
