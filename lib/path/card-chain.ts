import type { Step } from '@/lib/api/step'
import type { Pass } from '@/lib/path/chains'
import type { CardContent } from '@/lib/path/model'
import { isRewrite, rewritten, ruleKey, shortRule } from '@/lib/path/rule-text'
import { verdictTone } from '@/lib/path/verdict-tone'

const rulerOf = (steps: Step[]) => {
  const of = steps.find((s) => s.ruleCount !== undefined)?.ruleCount
  const hits = steps.flatMap((s) => (s.ruleIndex === undefined ? [] : [s.ruleIndex]))
  return of === undefined || hits.length === 0 ? undefined : { hits, of }
}

const counterOf = (step: Step | undefined) => (step?.counter ? { key: ruleKey(step), packets: step.counter.packets } : undefined)

/** The card of one pass of a chain; the rewrite among its rules, if there is one, makes it an inverted card. */
export function chainCard(pass: Pass): CardContent {
  const rules = pass.steps.filter((s) => s.kind !== 'policy')
  const rewrite = rules.findLast(isRewrite)
  const end = pass.steps.find((s) => s.verdict && s.verdict.kind !== 'delivered')
  const last = rewrite ?? rules.at(-1)
  const ruler = rulerOf(rules)
  const counter = counterOf(last)
  const common = {
    tone: end?.verdict ? verdictTone(end.verdict) : null,
    title: pass.chain,
    mono: true,
    steps: pass.steps,
    ...(pass.steps.some((step) => step.computed) ? { computed: true } : {}),
    ...(end?.verdict ? { chip: end.verdict } : {}),
    ...(ruler ? { ruler } : {}),
    ...(counter ? { counter } : {}),
  }
  if (rewrite?.op) {
    const { before, after } = rewritten(rewrite)
    return {
      ...common,
      look: 'rewrite',
      op: rewrite.op,
      lines: [
        { text: before, mono: true, strong: false },
        { text: `→ ${after}`, mono: true, strong: true },
      ],
    }
  }
  return {
    ...common,
    look: 'chain',
    returns: pass.returned,
    lines: [{ text: rules.map((s) => shortRule(s.rule ?? '')).join(', '), mono: true, strong: false }],
  }
}

/** Chains in a row in which no rule matched: one line for one, names and a count for more. */
export function emptyCard(chains: string[], computed: boolean): CardContent {
  const one = chains.length === 1
  return {
    look: one ? 'routing' : 'passed',
    tone: null,
    title: one ? (chains[0] ?? '') : chains.join(' · '),
    mono: true,
    lines: one ? [] : [{ text: { key: 'card.noneMatched', values: { count: chains.length } }, mono: false, strong: false }],
    ...(one ? { aside: { key: 'card.noMatch' } } : {}),
    ...(computed ? { computed } : {}),
    steps: [],
  }
}

/** A built-in chain's policy that ended the walk. */
export function policyCard(step: Step): CardContent {
  const verdict = step.verdict
  return {
    look: 'policy',
    tone: verdict && verdict.kind !== 'delivered' ? verdictTone(verdict) : null,
    title: { key: 'card.policy', values: { chain: step.chain ?? '', outcome: step.outcome ?? '' } },
    mono: false,
    lines: [{ text: step.reason ?? { key: 'card.noRuleTook' }, mono: false, strong: false }],
    ...(verdict ? { chip: verdict } : {}),
    ...(step.computed ? { computed: true } : {}),
    steps: [step],
  }
}
