import { clusterIp } from '@/lib/kubernetes/services'
import type { Mesh } from '@/lib/mesh/model'
import { because, type Reason } from '@/lib/walk/reasons'

/** What is known of an address that left for a router: `unreachable`: nobody outside has a way to it; `unknown`: its owner was not observed. */
export type ClusterAddress = { kind: 'unreachable' | 'unknown'; reason: Reason }

/**
 * Whether an address means something only inside the cluster: a Service's, a pod's, an endpoint's. Routers outside have no way to it, so a
 * packet for it that left by the default route arrives nowhere. Where its owner was not observed, nothing is known. null: it may lie outside.
 */
export function clusterAddress(mesh: Mesh, ip: string): ClusterAddress | null {
  const service = mesh.services.find((candidate) => clusterIp(candidate) === ip || candidate.spec.clusterIPs?.includes(ip))
  if (service) return nowhere(because('inside-service', { dst: ip, name: `${service.metadata.namespace}/${service.metadata.name}` }))
  const unseen = unseenOwner(mesh, ip)
  if (unseen) return { kind: 'unknown', reason: because('netns-unseen', { dst: ip, name: unseen }) }
  if (mesh.podByIp(ip)) return nowhere(because('inside-pod', { dst: ip }))
  const slice = mesh.slices.find((candidate) => candidate.endpoints?.some((endpoint) => endpoint.addresses.includes(ip)))
  return slice ? nowhere(because('inside-endpoint', { dst: ip, name: `${slice.metadata.namespace}/${slice.metadata.name}` })) : null
}

const nowhere = (reason: Reason): ClusterAddress => ({ kind: 'unreachable', reason })

/** The pod or node that Kubernetes gives this address to, when its own interfaces were not read. */
function unseenOwner(mesh: Mesh, ip: string): string | null {
  if (mesh.ownersOf(ip).length > 0) return null
  const pod = mesh.podByIp(ip)
  const name = pod ? `${pod.metadata.namespace}.${pod.metadata.name}` : (mesh.facts.nodes.find((node) => node.ip === ip)?.netns ?? null)
  return name !== null && !mesh.netns(name)?.routing()?.addresses.length ? name : null
}
