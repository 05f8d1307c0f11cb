import { clusterIp } from '@/lib/kubernetes/services'
import type { Mesh } from '@/lib/mesh/model'

/**
 * Whether an address means something only inside the cluster: a Service's, a pod's, an endpoint's. Routers outside have no way to it, so a
 * packet for it that left by the default route arrives nowhere. Returns what it is, for the reason; null: it may lie outside.
 */
export function clusterAddress(mesh: Mesh, ip: string): string | null {
  const service = mesh.services.find((candidate) => clusterIp(candidate) === ip)
  if (service) return `the address of Service ${service.metadata.namespace}/${service.metadata.name}`
  if (mesh.podByIp(ip)) return 'a pod’s address'
  const slice = mesh.slices.find((candidate) => candidate.endpoints?.some((endpoint) => endpoint.addresses.includes(ip)))
  return slice ? `an endpoint of ${slice.metadata.namespace}/${slice.metadata.name}` : null
}
