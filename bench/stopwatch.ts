export interface Row {
  what: string
  value: number
  unit: string
  /** The value should not be above it; absent where a figure only informs. */
  goal?: number
  detail: string
}

const ROUNDS = 25

/** The median of many rounds in ms, the two works taking turns so that a busy machine slows both alike. */
export function medians(first: () => unknown, second: () => unknown): { first: number; second: number } {
  const times: { first: number[]; second: number[] } = { first: [], second: [] }
  for (let round = 0; round < ROUNDS; round++) {
    times.first.push(once(first))
    times.second.push(once(second))
  }
  return { first: median(times.first), second: median(times.second) }
}

/** Wall-clock ms of one call. */
export function once(work: () => unknown): number {
  const start = performance.now()
  work()
  return performance.now() - start
}

export function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN
}
