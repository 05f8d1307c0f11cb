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
  /** Rules that the kernel reported, and how many of them the walk names in their place; where the app called others, the walk's rules and how many of them the kernel reported. */
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
    const { agreed, of } = matchOf(best?.path ?? null, send.traced, comparison)
    agreement.match.of += of
    agreement.match.agreed += agreed
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

/** How many rules are compared, and how many of them are the same. What an app's own calls met beside the walk (`fanout`) belongs to no walk. */
function matchOf(path: WalkPath | null, traced: TracedRules, comparison: Comparison): Agreement['match'] {
  const walked = path ? rulesByNetns(path) : new Map<string, readonly string[]>()
  const match = { agreed: 0, of: 0 }
  for (const [netns, recorded] of traced) {
    const own = walked.get(netns) ?? []
    const seen = recorded.map(asWalked)
    const beside = comparison === 'fanout' && path !== null
    match.of += beside ? own.length : seen.length
    match.agreed += comparison === 'equal' ? commonStart(own, seen) : beside ? inOrder(own, seen) : inOrder(seen, own)
  }
  return match
}

function commonStart(own: readonly string[], seen: readonly string[]): number {
  let same = 0
  while (same < seen.length && seen[same] === own[same]) same++
  return same
}

/** How many of `part` are in `whole`, in this order. */
function inOrder(part: readonly string[], whole: readonly string[]): number {
  let at = 0
  let found = 0
  for (const rule of part) {
    const index = whole.indexOf(rule, at)
    if (index < 0) continue
    found += 1
    at = index + 1
  }
  return found
}
