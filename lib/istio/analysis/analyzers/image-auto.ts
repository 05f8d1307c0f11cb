import type { Analyzer } from '@/lib/istio/analysis/analyzer'
import { finding } from '@/lib/istio/analysis/finding'
import { listField, textField } from '@/lib/istio/json'
import { PROXY_CONTAINER } from '@/lib/kubernetes/pods'

/** Pods whose proxy still has the image that the injector was to replace. Deployments: only the webhooks say, and they are not read. */
export const imageAuto: Analyzer = {
  name: 'injection.ImageAutoAnalyzer',
  codes: ['IST0147'],
  needs: ['Pod'],
  *analyze(configuration) {
    for (const pod of configuration.all('Pod')) {
      const index = listField(pod.spec, 'containers').findIndex(
        (one) => textField(one, 'name') === PROXY_CONTAINER && textField(one, 'image') === 'auto',
      )
      if (index >= 0) yield finding('IST0147', pod, { kind: 'Pod', name: pod.name }, `spec.containers[${index}].image`)
    }
  },
}
