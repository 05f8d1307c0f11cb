import type { Analyzer } from '@/lib/istio/analysis/analyzer'
import { finding } from '@/lib/istio/analysis/finding'
import { at, textMap } from '@/lib/istio/analysis/resource'
import { selectorText } from '@/lib/istio/analysis/selector'
import { namesOf, selectionOf } from '@/lib/istio/analysis/workload-selectors'
import { field } from '@/lib/istio/json'

/** Telemetries that take no pod, the same pod, or the same namespace. */
export const telemetrySelectors: Analyzer = {
  name: 'telemetry.SelectorAnalyzer',
  codes: ['IST0101', 'IST0159', 'IST0160'],
  needs: ['Telemetry', 'Pod'],
  *analyze(configuration) {
    const { none, selected, wide } = selectionOf(
      configuration.all('Telemetry'),
      ({ spec }) => (field(spec, 'selector') === undefined ? null : textMap(at(spec, 'selector', 'matchLabels'))),
      configuration,
    )
    const path = 'spec.selector'
    for (const { resource, labels } of none) yield finding('IST0101', resource, { type: 'selector', reference: selectorText(labels) }, path)
    for (const [pod, telemetries] of selected)
      if (telemetries.length > 1)
        for (const telemetry of telemetries)
          yield finding('IST0159', telemetry, { telemetries: namesOf(telemetries), namespace: pod.namespace, pod: pod.name }, path)
    for (const [namespace, telemetries] of wide)
      if (telemetries.length > 1)
        for (const telemetry of telemetries) yield finding('IST0160', telemetry, { telemetries: namesOf(telemetries), namespace })
  },
}
