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

export const LISTS = {
  nodes: 'k8s/nodes.json',
  pods: 'k8s/pods.json',
  services: 'k8s/services.json',
  slices: 'k8s/endpointslices.json',
  serviceEntries: 'k8s/serviceentries.networking.istio.io.json',
} as const
