import type { Analyzer } from '@/lib/istio/analysis/analyzer'
import { finding } from '@/lib/istio/analysis/finding'
import { destinationRule } from '@/lib/istio/analysis/validation/destination-rule'
import { envoyFilter } from '@/lib/istio/analysis/validation/envoy-filter'
import type { Validation } from '@/lib/istio/analysis/validation/fault'
import { gateway } from '@/lib/istio/analysis/validation/gateway'
import {
  authorizationPolicy,
  peerAuthentication,
  proxyConfig,
  requestAuthentication,
  telemetry,
  wasmPlugin,
  workloadEntry,
  workloadGroup,
} from '@/lib/istio/analysis/validation/policies'
import { serviceEntry } from '@/lib/istio/analysis/validation/service-entry'
import { sidecar } from '@/lib/istio/analysis/validation/sidecar'
import { virtualService } from '@/lib/istio/analysis/validation/virtual-service'

const VALIDATIONS: readonly Validation[] = [
  authorizationPolicy,
  destinationRule,
  envoyFilter,
  gateway,
  peerAuthentication,
  proxyConfig,
  requestAuthentication,
  serviceEntry,
  sidecar,
  telemetry,
  virtualService,
  wasmPlugin,
  workloadEntry,
  workloadGroup,
]

const analyzerOf = ({ kind, faults }: Validation): Analyzer => ({
  name: `schema.ValidationAnalyzer.${kind}`,
  codes: ['IST0106', 'IST0133'],
  needs: [kind],
  *analyze(configuration) {
    for (const resource of configuration.all(kind))
      for (const { error, why, path } of faults(resource, configuration))
        yield finding(error ? 'IST0106' : 'IST0133', resource, { why }, path)
  },
})

/** Each of Istio's kinds by itself, as istiod's webhook looks at it. */
export const schemas: readonly Analyzer[] = VALIDATIONS.map(analyzerOf)
