import type { Analyzer } from '@/lib/istio/analysis/analyzer'
import { finding } from '@/lib/istio/analysis/finding'
import { namespaceInAmbient, podInAmbient } from '@/lib/istio/analysis/mesh-membership'
import { at, textMap } from '@/lib/istio/analysis/resource'
import { selectorText } from '@/lib/istio/analysis/selector'
import { namesOf, selectionOf } from '@/lib/istio/analysis/workload-selectors'
import { field } from '@/lib/istio/json'

/** Sidecars that take no pod, the same pod, or the same namespace; and those for pods that have no sidecar. */
export const sidecarSelectors: Analyzer = {
  name: 'sidecar.SelectorAnalyzer',
  codes: ['IST0101', 'IST0110', 'IST0111', 'IST0167'],
  needs: ['Sidecar', 'Pod', 'Namespace'],
  *analyze(configuration) {
    const { none, selected, wide } = selectionOf(
      configuration.all('Sidecar'),
      ({ spec }) => (field(spec, 'workloadSelector') === undefined ? null : textMap(at(spec, 'workloadSelector', 'labels'))),
      configuration,
    )
    const path = 'spec.workloadSelector'
    for (const { resource, labels } of none) yield finding('IST0101', resource, { type: 'selector', reference: selectorText(labels) }, path)
    for (const [pod, sidecars] of selected) {
      const why = 'selected workload is in ambient mode, the policy has no impact'
      if (podInAmbient(pod)) for (const sidecar of sidecars) yield finding('IST0167', sidecar, { why }, path)
      else if (sidecars.length > 1)
        for (const sidecar of sidecars)
          yield finding('IST0110', sidecar, { sidecars: namesOf(sidecars), namespace: pod.namespace, pod: pod.name }, path)
    }
    for (const [namespace, sidecars] of wide) {
      const why = 'namespace is in ambient mode, the policy has no impact'
      if (namespaceInAmbient(configuration.namespaceLabels(namespace)))
        for (const sidecar of sidecars) yield finding('IST0167', sidecar, { why })
      else if (sidecars.length > 1)
        for (const sidecar of sidecars) yield finding('IST0111', sidecar, { sidecars: namesOf(sidecars), namespace })
    }
  },
}
