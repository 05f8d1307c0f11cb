import { gatewaySchema, peerAuthenticationSchema, requestAuthenticationSchema, sidecarSchema } from '@/lib/kubernetes/istio-objects'
import { parseList } from '@/lib/kubernetes/list'
import { nodeSchema } from '@/lib/kubernetes/nodes'
import { podSchema } from '@/lib/kubernetes/pods'
import { endpointSliceSchema, serviceEntrySchema, serviceSchema } from '@/lib/kubernetes/services'
import { parsedOnce } from '@/lib/mesh/parsed'

/** Kubernetes lists of a snapshot, each parsed once for the bytes it has. */
export const nodesOf = parsedOnce((observation) => parseList(observation, nodeSchema))
export const podsOf = parsedOnce((observation) => parseList(observation, podSchema))
export const servicesOf = parsedOnce((observation) => parseList(observation, serviceSchema))
export const slicesOf = parsedOnce((observation) => parseList(observation, endpointSliceSchema))
export const serviceEntriesOf = parsedOnce((observation) => parseList(observation, serviceEntrySchema))
export const gatewaysOf = parsedOnce((observation) => parseList(observation, gatewaySchema))
export const peerAuthenticationsOf = parsedOnce((observation) => parseList(observation, peerAuthenticationSchema))
export const requestAuthenticationsOf = parsedOnce((observation) => parseList(observation, requestAuthenticationSchema))
export const sidecarsOf = parsedOnce((observation) => parseList(observation, sidecarSchema))

export const LISTS = {
  nodes: 'k8s/nodes.json',
  pods: 'k8s/pods.json',
  services: 'k8s/services.json',
  slices: 'k8s/endpointslices.json',
  serviceEntries: 'k8s/serviceentries.networking.istio.io.json',
  gateways: 'k8s/gateways.networking.istio.io.json',
  peerAuthentications: 'k8s/peerauthentications.security.istio.io.json',
  requestAuthentications: 'k8s/requestauthentications.security.istio.io.json',
  sidecars: 'k8s/sidecars.networking.istio.io.json',
} as const
