/** Part of the values of a request's one random number: those whose remainder by `modulus` is from `from` to below `to`. */
export interface Slice {
  modulus: number
  from: number
  to: number
}

/** Most values that are counted one by one; beyond that a share that is no plain product is not known. */
const MAX_COUNTED = 10_000

function gcd(a: number, b: number): number {
  return b === 0 ? a : gcd(b, a % b)
}

/** One slice for each modulus: what all of that modulus have in common. */
export function merged(slices: readonly Slice[]): Slice[] {
  const byModulus = new Map<number, Slice>()
  for (const slice of slices) {
    const known = byModulus.get(slice.modulus)
    const from = Math.max(slice.from, known?.from ?? 0)
    byModulus.set(slice.modulus, { modulus: slice.modulus, from, to: Math.max(from, Math.min(slice.to, known?.to ?? slice.modulus)) })
  }
  return [...byModulus.values()]
}

/** How many numbers below `end` are in the slice. */
function countBelow(end: number, { modulus, from, to }: Slice): number {
  return Math.floor(end / modulus) * (to - from) + Math.max(0, Math.min(end % modulus, to) - from)
}

/**
 * How likely a request's random number is in all these slices, 0…1; null: not known. Envoy draws one number a request and uses it for every
 * runtime_fraction and weighted cluster of the route table, so their outcomes hang together (RouteEntryImplBase::matchRoute).
 */
export function shareOf(slices: readonly Slice[]): number | null {
  const parts = merged(slices)
  const product = parts.reduce((share, { modulus, from, to }) => (modulus === 0 ? 0 : (share * (to - from)) / modulus), 1)
  if (product === 0 || parts.length < 2) return product
  let period = 1
  let coprime = true
  for (const { modulus } of parts) {
    const common = gcd(period, modulus)
    if (common !== 1) coprime = false
    period *= modulus / common
  }
  if (coprime) return product
  const [wide, narrow] = parts.toSorted((a, b) => b.modulus - a.modulus)
  if (parts.length === 2 && wide !== undefined && narrow !== undefined && period === wide.modulus)
    return (countBelow(wide.to, narrow) - countBelow(wide.from, narrow)) / period
  if (period > MAX_COUNTED) return null
  let count = 0
  for (let value = 0; value < period; value += 1)
    if (parts.every(({ modulus, from, to }) => value % modulus >= from && value % modulus < to)) count += 1
  return count / period
}
