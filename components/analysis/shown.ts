import type { AnalysisFinding } from '@/lib/api/analysis'

export type Level = AnalysisFinding['level']

export const levels: readonly Level[] = ['Error', 'Warning', 'Info']

/** The namespace that stands for objects that have none; no namespace has such a name. */
export const WITHOUT_NAMESPACE = '-'

export interface Wanted {
  level: Level | null
  namespace: string | null
}

/** A line of the list: the heading of a level, or a finding by its place in the answer. */
export type Line = { kind: 'heading'; level: Level; count: number } | { kind: 'finding'; key: string; finding: AnalysisFinding }

const isIn = ({ namespace }: AnalysisFinding, wanted: string | null): boolean =>
  wanted === null || (namespace === '' ? WITHOUT_NAMESPACE : namespace) === wanted

/** The findings of one level and namespace. */
export const wantedOf = (findings: readonly AnalysisFinding[], { level, namespace }: Wanted): AnalysisFinding[] =>
  findings.filter((one) => (level === null || one.level === level) && isIn(one, namespace))

/** Findings under the headings of their levels, the worst first; those of a closed level stay away. */
export function linesOf(findings: readonly AnalysisFinding[], closed: ReadonlySet<Level>): Line[] {
  const byLevel = Map.groupBy(findings, ({ level }) => level)
  return levels.flatMap((level): Line[] => {
    const those = byLevel.get(level) ?? []
    if (those.length === 0) return []
    const heading: Line = { kind: 'heading', level, count: those.length }
    if (closed.has(level)) return [heading]
    return [heading, ...those.map((finding): Line => ({ kind: 'finding', key: `${finding.line} ${finding.path}`, finding }))]
  })
}

/** Namespaces that findings are about, in order; objects without one come last. */
export function namespacesOf(findings: readonly AnalysisFinding[]): string[] {
  const names = new Set(findings.map(({ namespace }) => namespace))
  const without = names.delete('')
  return [...[...names].sort(), ...(without ? [WITHOUT_NAMESPACE] : [])]
}
