/** What is wrong with one entry of a recording, for a person. `entry` is a path in the recording, or the file's own name. */
export interface Problem {
  entry: string
  message: string
}

/** A value, or what is wrong: errors of external input are values, never exceptions. */
export type Result<T> = { ok: true; value: T } | { ok: false; problem: Problem }

/** Shorthand for a failed result. */
export function failure(entry: string, message: string): { ok: false; problem: Problem } {
  return { ok: false, problem: { entry, message } }
}
