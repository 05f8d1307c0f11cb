import type { Recording } from '@/lib/recording/recording'
import type { Problem, Result } from '@/lib/recording/result'

export type Origin = 'shipped' | 'added' | 'session' | 'cluster'

/** A recording that was found, opened or not. */
export interface Found {
  /** Unique among all that a browser session sees: the recording's own name where it is free. */
  name: string
  /** The file's or folder's name, without its path. */
  file: string
  origin: Origin
  opened: Result<Recording>
}

/** What is wrong with it, whether it opened or not. */
export function problemsOf(found: Found): readonly Problem[] {
  return found.opened.ok ? found.opened.value.problems : [found.opened.problem]
}

/** The name a recording goes by: its own, else its file's, else with a number. */
export function freeName(taken: ReadonlySet<string>, own: string | null, file: string): string {
  const base = file.replace(/\.zip$/i, '') || 'recording'
  for (const name of own === null ? [base] : [own, base]) if (!taken.has(name)) return name
  for (let n = 2; ; n++) if (!taken.has(`${base}-${n}`)) return `${base}-${n}`
}
