/** Where the lists of the kinds stand that steps and findings name, in a recording and of a live cluster. Secrets are none of them. */
export const OBJECT_LISTS = {
  Service: 'k8s/services.json',
  VirtualService: 'k8s/virtualservices.networking.istio.io.json',
  DestinationRule: 'k8s/destinationrules.networking.istio.io.json',
  Gateway: 'k8s/gateways.networking.istio.io.json',
  ServiceEntry: 'k8s/serviceentries.networking.istio.io.json',
  Sidecar: 'k8s/sidecars.networking.istio.io.json',
  EnvoyFilter: 'k8s/envoyfilters.networking.istio.io.json',
  PeerAuthentication: 'k8s/peerauthentications.security.istio.io.json',
  RequestAuthentication: 'k8s/requestauthentications.security.istio.io.json',
  AuthorizationPolicy: 'k8s/authorizationpolicies.security.istio.io.json',
  Telemetry: 'k8s/telemetries.telemetry.istio.io.json',
  WasmPlugin: 'k8s/wasmplugins.extensions.istio.io.json',
  ProxyConfig: 'k8s/proxyconfigs.networking.istio.io.json',
  WorkloadEntry: 'k8s/workloadentries.networking.istio.io.json',
  WorkloadGroup: 'k8s/workloadgroups.networking.istio.io.json',
  Namespace: 'k8s/namespaces.json',
  Node: 'k8s/nodes.json',
  Pod: 'k8s/pods.json',
  Deployment: 'k8s/deployments.apps.json',
} as const

export type ObjectKind = keyof typeof OBJECT_LISTS

/** A kind's resource as the API server names it, with its group: `gateways.networking.istio.io`. */
export const resourceOf = (kind: ObjectKind): string => OBJECT_LISTS[kind].slice('k8s/'.length, -'.json'.length)

/** The list that objects of this kind stand in; null: nothing names such objects. */
export const objectList = (kind: string): string | null => (Object.hasOwn(OBJECT_LISTS, kind) ? OBJECT_LISTS[kind as ObjectKind] : null)
