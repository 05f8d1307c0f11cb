import type { z } from 'zod'

type Issue = z.core.$ZodIssue
type Bound = Extract<Issue, { code: 'too_small' | 'too_big' }>

/** Sizes are counted in different things. */
const COUNTED: Readonly<Record<string, string>> = { string: 'characters are', array: 'items are', set: 'items are', map: 'items are' }

function bound(issue: Bound): string {
  const [open, closed, limit] =
    issue.code === 'too_small' ? (['more than', 'at least', issue.minimum] as const) : (['less than', 'at most', issue.maximum] as const)
  return `${issue.inclusive === false ? open : closed} ${limit} ${COUNTED[issue.origin] ?? 'is'} expected`
}

/** Why a value does not fit its schema, in sentences of lib/api/problem-reasons.ts; a check's own words stay. */
export function misfit(issue: Issue): string {
  switch (issue.code) {
    case 'invalid_type':
      return `a value of type ${issue.expected} is expected`
    case 'invalid_value':
      return `one of ${issue.values.map(String).join(', ')} is expected`
    case 'too_small':
    case 'too_big':
      return bound(issue)
    case 'invalid_format':
    case 'custom':
      return issue.message
    default:
      return 'it does not fit'
  }
}

/** The same after the field that does not fit; `whole` names the value where it is all of it. */
export function misfitAt(issue: Issue, whole: string): string {
  return `${issue.path.map(String).join('.') || whole}: ${misfit(issue)}`
}
