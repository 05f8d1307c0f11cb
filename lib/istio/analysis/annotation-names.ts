interface Annotation {
  /** Kinds that it may stand on; Any: all. */
  kinds: readonly string[]
  deprecated: boolean
}

const on = (kinds: string, names: string, deprecated = false): [string, Annotation][] =>
  names
    .trim()
    .split(/\s+/)
    .map((name) => [name, { kinds: kinds.split(' '), deprecated }])

/** Istio's own annotations and where they belong. Source: istio/api annotation/annotations.gen.go. */
export const ANNOTATIONS: ReadonlyMap<string, Annotation> = new Map([
  ...on('Any', 'galley.istio.io/analyze-suppress gateway.istio.io/controller-version'),
  ...on('Service', 'alpha.istio.io/canonical-serviceaccounts alpha.istio.io/kubernetes-serviceaccounts', true),
  ...on('Service', 'networking.istio.io/exportTo traffic.istio.io/nodeSelector'),
  ...on('Service ServiceEntry', 'networking.istio.io/traffic-distribution'),
  ...on('GatewayClass Gateway', 'ambient.istio.io/waypoint-inbound-binding'),
  ...on('Gateway', 'gateway.istio.io/name-override gateway.istio.io/service-account networking.istio.io/service-type'),
  ...on('Ingress', 'kubernetes.io/ingress.class'),
  ...on('AuthorizationPolicy', 'istio.io/dry-run'),
  ...on('Namespace', 'topology.istio.io/controlPlaneClusters'),
  ...on('WorkloadEntry', 'istio.io/autoRegistrationGroup istio.io/connectedAt istio.io/disconnectedAt istio.io/workloadController'),
  ...on(
    'Pod',
    `sidecar.istio.io/discoveryAddress sidecar.istio.io/extraStatTags sidecar.istio.io/inject
    sidecar.istio.io/statsInclusionPrefixes sidecar.istio.io/statsInclusionRegexps sidecar.istio.io/statsInclusionSuffixes`,
    true,
  ),
  ...on(
    'Pod',
    `ambient.istio.io/bypass-inbound-capture ambient.istio.io/redirection inject.istio.io/templates istio.io/rev
    prometheus.istio.io/merge-metrics proxy.istio.io/config proxy.istio.io/overrides
    readiness.status.sidecar.istio.io/applicationPorts readiness.status.sidecar.istio.io/failureThreshold
    readiness.status.sidecar.istio.io/initialDelaySeconds readiness.status.sidecar.istio.io/periodSeconds
    sidecar.istio.io/agentLogLevel sidecar.istio.io/bootstrapOverride sidecar.istio.io/componentLogLevel
    sidecar.istio.io/enableCoreDump sidecar.istio.io/interceptionMode sidecar.istio.io/logLevel sidecar.istio.io/nativeSidecar
    sidecar.istio.io/proxyCPU sidecar.istio.io/proxyCPULimit sidecar.istio.io/proxyImage sidecar.istio.io/proxyImageType
    sidecar.istio.io/proxyMemory sidecar.istio.io/proxyMemoryLimit sidecar.istio.io/rewriteAppHTTPProbers
    sidecar.istio.io/statsHistogramBuckets sidecar.istio.io/status sidecar.istio.io/userVolume sidecar.istio.io/userVolumeMount
    status.sidecar.istio.io/port traffic.sidecar.istio.io/excludeInboundPorts traffic.sidecar.istio.io/excludeInterfaces
    traffic.sidecar.istio.io/excludeOutboundIPRanges traffic.sidecar.istio.io/excludeOutboundPorts
    traffic.sidecar.istio.io/includeInboundPorts traffic.sidecar.istio.io/includeOutboundIPRanges
    traffic.sidecar.istio.io/includeOutboundPorts traffic.sidecar.istio.io/kubevirtInterfaces istio.io/reroute-virtual-interfaces`,
  ),
])
