/** Where the lists of the kinds stand that steps name, in a recording and of a live cluster. Secrets are none of them. */
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
} as const

/** The list that objects of this kind stand in; null: no step names such objects. */
export const objectList = (kind: string): string | null =>
  Object.hasOwn(OBJECT_LISTS, kind) ? OBJECT_LISTS[kind as keyof typeof OBJECT_LISTS] : null
