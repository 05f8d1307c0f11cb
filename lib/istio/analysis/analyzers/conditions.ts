import type { Analyzer } from '@/lib/istio/analysis/analyzer'
import { finding } from '@/lib/istio/analysis/finding'
import { SINCE } from '@/lib/istio/analysis/version'
import { listField, textField } from '@/lib/istio/json'

const KINDS = ['Service', 'ServiceEntry', 'AuthorizationPolicy'] as const

/** What controllers wrote into the status of objects that did not work out. */
export const conditions: Analyzer = {
  name: 'conditions.ConditionAnalyzer',
  codes: ['IST0171'],
  needs: KINDS,
  *analyze(configuration) {
    if (!configuration.since(SINCE.conditions)) return
    for (const kind of KINDS)
      for (const resource of configuration.all(kind))
        for (const [index, condition] of listField(resource.status, 'conditions').entries()) {
          if (textField(condition, 'status') !== 'False') continue
          const text = (key: string) => textField(condition, key) ?? ''
          const values = { type: text('type'), reason: text('reason'), why: text('message') }
          yield finding('IST0171', resource, values, `status.conditions[${index}]`)
        }
  },
}
