import { describe, expect, it } from 'vitest'
import { linesOf, namespacesOf, WITHOUT_NAMESPACE, wantedOf } from '@/components/analysis/shown'
import type { AnalysisFinding } from '@/lib/api/analysis'

const finding = (level: AnalysisFinding['level'], namespace: string, line = `${level} ${namespace}`): AnalysisFinding => ({
  code: 'IST0101',
  level,
  kind: 'VirtualService',
  namespace,
  name: 'web',
  values: {},
  path: null,
  line,
})
const all = [finding('Error', 'shop'), finding('Error', 'other'), finding('Info', '')]

describe('which findings are shown', () => {
  it('are those of one level and one namespace', () => {
    expect(wantedOf(all, { level: null, namespace: null })).toEqual(all)
    expect(wantedOf(all, { level: 'Error', namespace: null })).toHaveLength(2)
    expect(wantedOf(all, { level: 'Error', namespace: 'shop' })).toEqual([all[0]])
    expect(wantedOf(all, { level: null, namespace: WITHOUT_NAMESPACE })).toEqual([all[2]])
  })

  it('stand under their levels, without those of a closed one', () => {
    const words = linesOf(all, new Set(['Info'])).map((line) =>
      line.kind === 'heading' ? `${line.level} ${line.count}` : line.finding.line,
    )
    expect(words).toEqual(['Error 2', 'Error shop', 'Error other', 'Info 1'])
    expect(linesOf(all, new Set())).toHaveLength(5)
  })

  it('are of namespaces in order, those without one last', () => {
    expect(namespacesOf(all)).toEqual(['other', 'shop', WITHOUT_NAMESPACE])
    expect(namespacesOf([])).toEqual([])
  })
})
