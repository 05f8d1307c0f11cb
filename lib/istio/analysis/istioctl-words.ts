import { FINDING_CODES } from '@/lib/istio/analysis/codes'
import { type Finding, levels, originOf, type Value } from '@/lib/istio/analysis/finding'

const PLACEHOLDER = /\{(\w+)(:q)?\}/g

/** A value as Go prints it: a list in brackets with spaces between. */
const plain = (value: Value): string => (typeof value === 'object' ? `[${value.join(' ')}]` : String(value))

/** The finding in istioctl's own words. */
export function istioctlMessage({ code, values }: Pick<Finding, 'code' | 'values'>): string {
  return FINDING_CODES[code].says.replace(PLACEHOLDER, (_, name: string, quoted: string | undefined) => {
    const value = plain(Object.hasOwn(values, name) ? (values[name] ?? '') : '')
    return quoted ? JSON.stringify(value) : value
  })
}

/** A line of `istioctl analyze`. */
export const istioctlLine = (one: Finding): string => `${one.level} [${one.code}] (${originOf(one)}) ${istioctlMessage(one)}`

/** What istioctl sorts objects by: the kind, then the name, then the namespace. */
const place = ({ kind, namespace, name }: Finding): string => `${kind}/${name}/${namespace}/`

const byText = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0)

/**
 * Findings in istioctl's order, worst first, each said once. Two of the same words about one object are one, wherever in it they stand:
 * the first stays. Source: istio pkg/config/analysis/diag/messages.go.
 */
export function inOrder(findings: readonly Finding[]): Finding[] {
  const first = new Map<string, Finding>()
  for (const one of findings) {
    const line = istioctlLine(one)
    if (!first.has(line)) first.set(line, one)
  }
  return [...first]
    .sort(
      ([lineA, a], [lineB, b]) =>
        levels.indexOf(a.level) - levels.indexOf(b.level) || byText(a.code, b.code) || byText(place(a), place(b)) || byText(lineA, lineB),
    )
    .map(([, one]) => one)
}
