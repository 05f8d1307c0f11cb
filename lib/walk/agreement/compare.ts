import type { Verdict, Walk } from '@/lib/api/step'
import { pathsOf, rulesByNetns, type WalkPath } from '@/lib/walk/agreement/paths'
import { asWalked, type Comparison, compareRules, type TracedRules } from '@/lib/walk/agreement/rules'
import { compareUpstreams, type UpstreamLine } from '@/lib/walk/agreement/upstreams'
import { type CurlOutcome, verdictDifference } from '@/lib/walk/agreement/verdict'
import { type Said, said } from '@/lib/walk/agreement/words'

/** What was recorded of one send of a request. */
export interface RecordedSend {
  outcome: CurlOutcome
  traced: TracedRules
  /** Of the access lines; null: the log was not kept apart for this send. */
  upstreams: readonly UpstreamLine[] | null
  /** Response flags of the access lines, one text a line ("UF,URX"). */
  flags: readonly string[]
}

export interface Difference extends Said {
  netns?: string
  proxy?: string
}

/** How a walk stands beside what was recorded. */
export interface Agreement {
  agrees: boolean
  differences: Difference[]
  /** Rules that the kernel reported, and how many of them the walk names in their place. */
  match: { agreed: number; of: number }
  /** The way that was compared: for each send the nearest one. */
  verdicts: Verdict[]
}

/**
 * Compares as the API defines agreement: for each send there is one way of non-zero probability whose rules equal the kernel's in every
 * namespace with a trace, on which the access log's upstream lies, and whose verdict fits the outcome.
 */
export function compareWalk(walk: Walk, sends: readonly RecordedSend[], comparison: Comparison): Agreement {
  const paths = pathsOf(walk)
  const agreement: Agreement = { agrees: true, differences: [], match: { agreed: 0, of: 0 }, verdicts: [] }
  for (const [index, send] of sends.entries()) {
    const best = nearest(paths, send, comparison)
    const of = [...send.traced.values()].reduce((sum, rules) => sum + rules.length, 0)
    agreement.match.of += of
    agreement.match.agreed += best ? agreedRules(best.path, send.traced, comparison) : 0
    if (!best || best.differences.length > 0) {
      agreement.agrees = false
      const found: readonly Difference[] = best?.differences ?? [said('no-way')]
      const inSend = (what: Difference) => ({ ...what, ...said('send', { no: String(index + 1), what }) })
      agreement.differences.push(...(sends.length > 1 ? found.map(inSend) : found))
    }
    if (best) agreement.verdicts.push(best.path.verdict)
  }
  return agreement
}

function nearest(
  paths: readonly WalkPath[],
  send: RecordedSend,
  comparison: Comparison,
): { path: WalkPath; differences: Difference[] } | null {
  let best: { path: WalkPath; differences: Difference[] } | null = null
  for (const path of paths) {
    const differences = differencesOf(path, send, comparison)
    if (!best || differences.length < best.differences.length) best = { path, differences }
    if (differences.length === 0) break
  }
  return best
}

function differencesOf(path: WalkPath, send: RecordedSend, comparison: Comparison): Difference[] {
  const rules = compareRules(path, send.traced, comparison).map(({ netns, position, walked, traced }) => ({
    netns,
    ...said('rule', { position: String(position), walked: walked ?? said('ended'), traced: traced ?? said('ended') }),
  }))
  const upstreams = send.upstreams ? compareUpstreams(path, send.upstreams) : []
  const verdict = verdictDifference(path.verdict, send.outcome, send.flags)
  return [...rules, ...upstreams, ...(verdict ? [verdict] : [])]
}

function agreedRules(path: WalkPath, traced: TracedRules, comparison: Comparison): number {
  const walked = rulesByNetns(path)
  let agreed = 0
  for (const [netns, recorded] of traced) {
    const own = walked.get(netns) ?? []
    const rules = recorded.map(asWalked)
    if (comparison === 'equal') {
      let same = 0
      while (same < rules.length && rules[same] === own[same]) same++
      agreed += same
      continue
    }
    let at = 0
    for (const rule of rules) {
      const found = own.indexOf(rule, at)
      if (found < 0) continue
      agreed += 1
      at = found + 1
    }
  }
  return agreed
}
