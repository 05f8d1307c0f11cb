function logGamma(x: number): number {
  // Stirling's series; below 7 the recurrence carries it up, so that it holds 10 digits.
  let shift = 0
  let at = x
  while (at < 7) {
    shift -= Math.log(at)
    at += 1
  }
  const inverse = 1 / (at * at)
  const series = (1 / 12 - inverse * (1 / 360 - inverse * (1 / 1260 - inverse / 1680))) / at
  return shift + (at - 0.5) * Math.log(at) - at + 0.5 * Math.log(2 * Math.PI) + series
}

function logBinomial(n: number, k: number, p: number): number {
  if (p === 0) return k === 0 ? 0 : Number.NEGATIVE_INFINITY
  if (p === 1) return k === n ? 0 : Number.NEGATIVE_INFINITY
  return logGamma(n + 1) - logGamma(k + 1) - logGamma(n - k + 1) + k * Math.log(p) + (n - k) * Math.log(1 - p)
}

/** How likely it is that n tries of probability p give a count as far from n·p as k, on k's side. */
export function tail(n: number, k: number, p: number): number {
  const [from, to] = k >= n * p ? [k, n] : [0, k]
  let sum = 0
  for (let one = from; one <= to; one += 1) sum += Math.exp(logBinomial(n, one, p))
  return Math.min(1, sum)
}
