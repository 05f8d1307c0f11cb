import { differs, type Seen } from '@/oracle/envoy/judge'
import { tail } from '@/oracle/envoy/likelihood'
import { lastNamed, type Way } from '@/oracle/envoy/ways'

/** So unlikely by chance that a run of a few thousand checks never meets it. */
const IMPOSSIBLE = 1e-9

function wayText(way: Way): string {
  const { end } = way
  const what =
    end.kind === 'upstream'
      ? `${end.to.ip}:${end.to.port} ${end.request?.authority}${end.request?.path} ${JSON.stringify([...(end.request?.headers ?? [])])}`
      : end.kind === 'answered'
        ? `${end.status} ${end.flags}: ${end.reason}`
        : end.kind === 'closed'
          ? `${end.flags}: ${end.reason}`
          : end.reason
  const names = (['filterChain', 'route', 'cluster'] as const).map((field) => `${field} ${lastNamed(way.events, field)}`).join(', ')
  return `${end.kind} ${what} [${names}]${way.probability === 1 ? '' : ` p=${way.probability}`}`
}

function seenText({ sight, line }: Seen): string {
  const what = sight.kind === 'answered' ? String(sight.status) : sight.error
  return `${what}; line: ${line.from} ${line.status} ${line.flags.join(',')} ${line.details} [chain ${line.filterChain}, route ${line.route}, cluster ${line.upstreamCluster}, upstream ${line.upstreamHost}]`
}

/** Ways that nothing seen tells apart count as one; each group's share must fit its probability. */
function sharesDiffer(ways: readonly Way[], fitting: number[][], times: number): string | null {
  const group = ways.map((_, index) => index)
  for (const fits of fitting) for (const index of fits) join(group, index, fits[0] ?? index)
  for (const root of new Set(group)) {
    const members = ways.filter((_, index) => group[index] === root)
    if (members.some((way) => way.probability === null)) continue
    const expected = Math.min(
      1,
      members.reduce((sum, way) => sum + (way.probability ?? 0), 0),
    )
    const count = fitting.filter((fits) => group[fits[0] ?? -1] === root).length
    if (tail(times, count, expected) < IMPOSSIBLE)
      return `${count} of ${times} took a way of probability ${expected.toFixed(4)}: ${members.map(wayText).join(' | ')}`
  }
  return null
}

function join(group: number[], a: number, b: number): void {
  const [from, to] = [group[a], group[b]]
  group.forEach((root, index) => {
    if (root === from && to !== undefined) group[index] = to
  })
}

/** null when everything seen is one of the ways, as often as their probabilities say; else what differs, for a person. */
export function disagreement(ways: readonly Way[], seen: readonly Seen[]): string | null {
  const fitting: number[][] = []
  for (const one of seen) {
    const reasons = ways.map((way) => (way.probability === 0 ? 'its probability is 0' : differs(way, one)))
    const fits = reasons.flatMap((reason, index) => (reason === null ? [index] : []))
    if (fits.length === 0) {
      const expected = ways.map((way, index) => `    ${wayText(way)}\n      differs: ${reasons[index]}`)
      return `  seen: ${seenText(one)}\n  expected:\n${expected.join('\n')}`
    }
    fitting.push(fits)
  }
  const shares = sharesDiffer(ways, fitting, seen.length)
  return shares === null ? null : `  ${shares}`
}
