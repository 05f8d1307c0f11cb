import type { Analyzer } from '@/lib/istio/analysis/analyzer'
import { annotations } from '@/lib/istio/analysis/analyzers/annotations'
import { applicationUid } from '@/lib/istio/analysis/analyzers/application-uid'
import { authorizationPolicies } from '@/lib/istio/analysis/analyzers/authorization-policies'
import { caCertificates } from '@/lib/istio/analysis/analyzers/ca-certificates'
import { conditions } from '@/lib/istio/analysis/analyzers/conditions'
import { conflictingGateways } from '@/lib/istio/analysis/analyzers/conflicting-gateways'
import { deploymentServices } from '@/lib/istio/analysis/analyzers/deployment-services'
import { deprecatedFields } from '@/lib/istio/analysis/analyzers/deprecated-fields'
import { destinationHosts } from '@/lib/istio/analysis/analyzers/destination-hosts'
import { destinationRuleTargets } from '@/lib/istio/analysis/analyzers/destination-rule-targets'
import { destinationSubsets } from '@/lib/istio/analysis/analyzers/destination-subsets'
import { envoyPatches } from '@/lib/istio/analysis/analyzers/envoy-patches'
import { gatewayCertificates } from '@/lib/istio/analysis/analyzers/gateway-certificates'
import { gatewayPorts } from '@/lib/istio/analysis/analyzers/gateway-ports'
import { imageAuto } from '@/lib/istio/analysis/analyzers/image-auto'
import { jwtClaimRoutes } from '@/lib/istio/analysis/analyzers/jwt-claim-routes'
import { meshHosts } from '@/lib/istio/analysis/analyzers/mesh-hosts'
import { namespaceInjection } from '@/lib/istio/analysis/analyzers/namespace-injection'
import { policySelectors } from '@/lib/istio/analysis/analyzers/policy-selectors'
import { portNames } from '@/lib/istio/analysis/analyzers/port-names'
import { regularExpressions } from '@/lib/istio/analysis/analyzers/regular-expressions'
import { serviceEntryAddresses } from '@/lib/istio/analysis/analyzers/service-entry-addresses'
import { sidecarSelectors } from '@/lib/istio/analysis/analyzers/sidecar-selectors'
import { telemetryProviders } from '@/lib/istio/analysis/analyzers/telemetry-providers'
import { telemetrySelectors } from '@/lib/istio/analysis/analyzers/telemetry-selectors'
import { virtualServiceGateways } from '@/lib/istio/analysis/analyzers/virtual-service-gateways'
import type { Configuration } from '@/lib/istio/analysis/configuration'
import type { Finding } from '@/lib/istio/analysis/finding'
import { inOrder } from '@/lib/istio/analysis/istioctl-words'
import { type Undecided, undecidedIn } from '@/lib/istio/analysis/undecided'
import { schemas } from '@/lib/istio/analysis/validation/schemas'
import { unreachableRules } from '@/lib/istio/analysis/validation/unreachable-rules'
import { OBJECT_LISTS, type ObjectKind } from '@/lib/kubernetes/object-lists'

/** Every analyzer, by istioctl's names. */
export const ANALYZERS: readonly Analyzer[] = [
  annotations,
  authorizationPolicies,
  conditions,
  deploymentServices,
  applicationUid,
  caCertificates,
  destinationRuleTargets,
  deprecatedFields,
  envoyPatches,
  gatewayPorts,
  gatewayCertificates,
  conflictingGateways,
  namespaceInjection,
  imageAuto,
  policySelectors,
  portNames,
  sidecarSelectors,
  meshHosts,
  destinationHosts,
  destinationSubsets,
  virtualServiceGateways,
  jwtClaimRoutes,
  regularExpressions,
  serviceEntryAddresses,
  telemetryProviders,
  telemetrySelectors,
  unreachableRules,
  ...schemas,
]

const SUPPRESS = 'galley.istio.io/analyze-suppress'

/** Whether an object's own annotation says that a code is not to be told of it. */
function isSuppressed(one: Finding, configuration: Configuration): boolean {
  if (!Object.hasOwn(OBJECT_LISTS, one.kind)) return false
  const codes =
    configuration
      .find(one.kind as ObjectKind, one)
      ?.annotations.get(SUPPRESS)
      ?.split(',') ?? []
  return codes.includes('*') || codes.includes(one.code)
}

/** What one analyzer finds; nothing where a list that it needs was not read. */
export const findingsOf = ({ needs, analyze }: Analyzer, configuration: Configuration): Finding[] =>
  needs.every((kind) => configuration.observed(kind)) ? [...analyze(configuration)] : []

export interface Analysis {
  /** In istioctl's order: errors, warnings, infos; by code and object. */
  findings: Finding[]
  /** What istioctl would look at and this could not. */
  undecided: Undecided[]
}

/** The analysis that all analyzers' findings make. */
export const analysisOf = (findings: readonly Finding[], configuration: Configuration): Analysis => ({
  findings: inOrder(findings.filter((one) => !isSuppressed(one, configuration))),
  undecided: undecidedIn(configuration, ANALYZERS),
})

/** What `istioctl analyze --all-namespaces` finds, from the objects that were observed. Nothing is thrown. */
export const analyze = (configuration: Configuration): Analysis =>
  analysisOf(
    ANALYZERS.flatMap((analyzer) => findingsOf(analyzer, configuration)),
    configuration,
  )
