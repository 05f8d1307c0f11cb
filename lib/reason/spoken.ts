import type { RequestAnswer } from '@/lib/api/request'
import type { SourceStatus } from '@/lib/api/source'
import type { Branch, Skipped, Step, Verdict, Walk } from '@/lib/api/step'
import type { ReasonCode } from '@/lib/reason/sentence'

/** Says a sentence in the language of the page; null: it has no words for it, and the English text stands. */
export type Say = (code: ReasonCode) => string | null

/** The part of next-intl that says a message by its whole key. */
export interface Messages {
  (key: string, values: Record<string, string>): string
  has(key: string): boolean
}

/** Says sentences by messages/LOCALE/NAMESPACE.json: `reason.CODE`, where {fieldName} is the word that `field.NAME` has for a field. */
export function sayBy(t: Messages): Say {
  const say: Say = ({ code, values: texts, inner, because }) => {
    const dot = code.indexOf('.')
    const namespace = code.slice(0, dot)
    const key = `${namespace}.reason.${code.slice(dot + 1)}`
    if (!t.has(key)) return null
    const spoken = Object.entries(inner ?? {}).map(([name, reason]) => [name, say(reason) ?? texts[name] ?? ''])
    const values: Record<string, string> = { ...texts, ...Object.fromEntries(spoken) }
    const field = `${namespace}.field.${values.field}`
    const said = t(key, { ...values, fieldName: values.field && t.has(field) ? t(field, {}) : (values.field ?? '') })
    if (!because) return said
    const cause = say(because)
    return cause === null ? null : `${said} ${cause}`
  }
  return say
}

/** A passed-over rule with its reason in the language of the page. */
export function spokenSkipped(rule: Skipped, say: Say): Skipped {
  const why = rule.code ? say({ code: rule.code, values: rule.values ?? {} }) : null
  return why === null ? rule : { ...rule, why }
}

/** A verdict with its reason in the language of the page. */
export function spokenVerdict(verdict: Verdict, say: Say): Verdict {
  const reason = verdict.reasonCode ? say(verdict.reasonCode) : null
  return reason === null ? verdict : { ...verdict, reason }
}

function spokenStep(step: Step, say: Say): Step {
  const reason = step.reasonCode ? say(step.reasonCode) : null
  const codes = Object.entries({ ...step.factCodes, ...(step.decisionCode ? { decision: step.decisionCode } : {}) })
  const facts = codes.map(([name, code]) => [name, say(code) ?? step.facts?.[name] ?? ''])
  return {
    ...step,
    ...(reason === null ? {} : { reason }),
    ...(facts.length === 0 ? {} : { facts: { ...step.facts, ...Object.fromEntries(facts) } }),
    ...(step.skipped ? { skipped: step.skipped.map((rule) => spokenSkipped(rule, say)) } : {}),
    ...(step.verdict ? { verdict: spokenVerdict(step.verdict, say) } : {}),
    ...(step.branches ? { branches: step.branches.map((branch) => spokenBranch(branch, say)) } : {}),
  }
}

function spokenBranch(branch: Branch, say: Say): Branch {
  const label = branch.labelCode ? say(branch.labelCode) : null
  return { ...branch, ...(label === null ? {} : { label }), ...spokenWalk(branch, say) }
}

/** A walk with every reason in the language of the page; texts without a code stay as they are. */
export function spokenWalk(walk: Walk, say: Say): Walk {
  return { verdict: spokenVerdict(walk.verdict, say), steps: walk.steps.map((step) => spokenStep(step, say)) }
}

/** A recorded request with its walk, its differences and why it is not compared in the language of the page. */
export function spokenAnswer(answer: RequestAnswer, say: Say): RequestAnswer {
  const { walk, differences, why, whyCode } = answer
  return {
    ...answer,
    walk: spokenWalk(walk, say),
    differences: differences.map((one) => ({ ...one, message: (one.reason && say(one.reason)) ?? one.message })),
    why: (whyCode && say(whyCode)) ?? why,
  }
}

/** How a cluster is read, with each reason in the language of the page. */
export function spokenStatus(status: SourceStatus, say: Say): SourceStatus {
  const { why, whyCode, proxies } = status
  const spoken = <T extends { why: string; whyCode?: ReasonCode | undefined }>(one: T): T => ({
    ...one,
    why: (one.whyCode && say(one.whyCode)) ?? one.why,
  })
  return {
    ...status,
    why: (whyCode && say(whyCode)) ?? why,
    proxies: { ...proxies, refused: (proxies.refusedCode && say(proxies.refusedCode)) ?? proxies.refused },
    troubles: status.troubles.map(spoken),
    outdated: status.outdated.map(spoken),
  }
}
