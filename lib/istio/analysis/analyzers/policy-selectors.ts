import type { Analyzer } from '@/lib/istio/analysis/analyzer'
import { finding } from '@/lib/istio/analysis/finding'
import { textMap } from '@/lib/istio/analysis/resource'
import { field } from '@/lib/istio/json'

/** The label of pods that istiod runs for a Gateway of the Kubernetes Gateway API. */
const GATEWAY_NAME = 'gateway.networking.k8s.io/gateway-name'
const POLICIES = ['AuthorizationPolicy', 'RequestAuthentication', 'Telemetry', 'WasmPlugin'] as const

/** Policies that select pods of a Kubernetes Gateway by labels: those take only policies that name them. */
export const policySelectors: Analyzer = {
  name: 'k8sgateway.SelectorAnalyzer',
  codes: ['IST0166'],
  needs: [...POLICIES, 'Pod'],
  *analyze(configuration) {
    for (const kind of POLICIES)
      for (const policy of configuration.all(kind)) {
        const selector = field(policy.spec, 'selector')
        if (selector === undefined || field(policy.spec, 'targetRef') !== undefined) continue
        for (const pod of configuration.pods(textMap(field(selector, 'matchLabels')), policy.namespace)) {
          const gateway = pod.labels.get(GATEWAY_NAME)
          if (gateway !== undefined) yield finding('IST0166', policy, { gateway }, 'spec.selector')
        }
      }
  },
}
