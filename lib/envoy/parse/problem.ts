import { MAX_PROBLEMS } from '@/lib/envoy/parse/limits'

/** Something in a file of Envoy that could not be used; the rest still is. `pointer` is a JSON pointer, null for the whole file. */
export interface EnvoyProblem {
  pointer: string | null
  message: string
}

/** Adds a problem, up to the limit. */
export function report(problems: EnvoyProblem[], pointer: string | null, message: string): void {
  if (problems.length < MAX_PROBLEMS) problems.push({ pointer, message })
}
