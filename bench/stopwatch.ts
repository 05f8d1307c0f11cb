export interface Row {
  what: string
  value: number
  unit: string
  /** The value should not be above it; absent where a figure only informs. */
  goal?: number
  detail: string
}

/** At least so many rounds, and for so long (ms) that an engine has compiled what is measured: a server reads more than one dump. */
const MIN_ROUNDS = 25
const MIN_MS = 600

/**
 * The median of many rounds in ms, the two works taking turns so that a busy machine slows both alike. Each gets a text that was just decoded:
 * a dump is read once, and nothing that an engine keeps with a string may help either.
 */
export function medians(
  text: string,
  first: (text: string) => unknown,
  second: (text: string) => unknown,
  minRounds = MIN_ROUNDS,
): { first: number; second: number } {
  const bytes = new TextEncoder().encode(text)
  const fresh = () => new TextDecoder().decode(bytes)
  const times: { first: number[]; second: number[] } = { first: [], second: [] }
  const start = performance.now()
  for (let round = 0; round < minRounds || performance.now() - start < MIN_MS; round++) {
    const [mine, yours] = [fresh(), fresh()]
    times.first.push(once(() => first(mine)))
    times.second.push(once(() => second(yours)))
  }
  return { first: median(times.first), second: median(times.second) }
}

/** Wall-clock ms of one call. */
export function once(work: () => unknown): number {
  const start = performance.now()
  work()
  return performance.now() - start
}

/** The processor's ms of one call, with collecting what it left: waiting for a core is not in it. */
export async function processorMs(work: () => unknown): Promise<number> {
  const start = process.cpuUsage()
  await work()
  const { user, system } = process.cpuUsage(start)
  return (user + system) / 1000
}

export function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN
}
