import type { Step } from '@/lib/api/step'
import type { CardContent } from '@/lib/path/model'
import { commandOf } from '@/lib/path/rule-text'
import { verdictTone } from '@/lib/path/verdict-tone'

/** A longer decision stands in a line of its own. */
const shortDecision = 24

/** The kernel's routing decision, one line; with a reason when the walk ends there. */
export function routingCard(step: Step): CardContent {
  const end = step.verdict && step.verdict.kind !== 'delivered' ? step.verdict : undefined
  const decision =
    step.facts?.decision ??
    [step.facts?.dev && `dev ${step.facts.dev}`, step.facts?.via && `via ${step.facts.via}`].filter(Boolean).join(' ')
  const long = decision.length > shortDecision
  return {
    look: 'routing',
    tone: end ? verdictTone(end) : null,
    title: { key: 'card.routing' },
    mono: false,
    lines: end || long ? [{ text: step.reason ?? end?.reason ?? decision, mono: false, strong: false }] : [],
    ...(end ? { chip: end } : long ? {} : { aside: decision }),
    steps: [step],
  }
}

/** The process that holds the socket, or the lack of one. */
export function appCard(step: Step): CardContent {
  const end = step.verdict
  const process = step.facts?.process
  const address = step.facts?.address ?? ''
  const bad = end !== undefined && end.kind !== 'delivered'
  return {
    look: 'app',
    tone: bad ? verdictTone(end) : null,
    title: bad && !process ? { key: 'card.noListener', values: { address } } : (step.facts?.container ?? process ?? { key: 'card.app' }),
    mono: false,
    lines: [{ text: step.reason ?? [process, address].filter(Boolean).join(' '), mono: step.reason === undefined, strong: true }],
    ...(end ? { chip: end } : {}),
    steps: [step],
  }
}

/** The sender where it is inside a frame: a pod's app or a node's shell. */
export function senderCard(step: Step): CardContent {
  const end = step.verdict && step.verdict.kind !== 'delivered' ? step.verdict : undefined
  return {
    look: 'app',
    tone: end ? verdictTone(end) : null,
    title:
      step.facts?.container ??
      (step.node !== undefined && step.netns !== step.node ? step.netns?.slice(step.netns.indexOf('.') + 1) : step.netns) ??
      '',
    mono: false,
    lines: [{ text: end?.reason ?? commandOf(step), mono: end === undefined, strong: true }],
    ...(end ? { chip: end } : step.facts?.uid ? { aside: `uid ${step.facts.uid}` } : {}),
    steps: [step],
  }
}

/** What can't be evaluated or read, with the reason. */
export function unknownCard(step: Step): CardContent {
  return {
    look: 'unknown',
    tone: 'unknown',
    title: step.chain ?? step.proxy ?? { key: 'card.unknown' },
    mono: step.chain !== undefined,
    lines: [
      ...(step.rule ? [{ text: step.rule, mono: true, strong: false }] : []),
      { text: step.reason ?? step.verdict?.reason ?? '', mono: false, strong: false },
    ],
    chip: step.verdict ?? { kind: 'unknown', reason: step.reason ?? '' },
    steps: [step],
  }
}
