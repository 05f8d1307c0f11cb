import { gatewaySchema, peerAuthenticationSchema, requestAuthenticationSchema, sidecarSchema } from '@/lib/kubernetes/istio-objects'
import { parseList } from '@/lib/kubernetes/list'
import { nodeSchema } from '@/lib/kubernetes/nodes'
import { OBJECT_LISTS } from '@/lib/kubernetes/object-lists'
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
  services: OBJECT_LISTS.Service,
  slices: 'k8s/endpointslices.json',
  serviceEntries: OBJECT_LISTS.ServiceEntry,
  gateways: OBJECT_LISTS.Gateway,
  peerAuthentications: OBJECT_LISTS.PeerAuthentication,
  requestAuthentications: OBJECT_LISTS.RequestAuthentication,
  sidecars: OBJECT_LISTS.Sidecar,
} as const
