import { clusterIp } from '@/lib/kubernetes/services'
import type { Mesh } from '@/lib/mesh/model'
import { because, type Reason } from '@/lib/walk/reasons'

/**
 * Whether an address means something only inside the cluster: a Service's, a pod's, an endpoint's. Routers outside have no way to it, so a
 * packet for it that left by the default route arrives nowhere. Returns the reason; null: it may lie outside.
 */
export function clusterAddress(mesh: Mesh, ip: string): Reason | null {
  const service = mesh.services.find((candidate) => clusterIp(candidate) === ip)
  if (service) return because('inside-service', { dst: ip, name: `${service.metadata.namespace}/${service.metadata.name}` })
  if (mesh.podByIp(ip)) return because('inside-pod', { dst: ip })
  const slice = mesh.slices.find((candidate) => candidate.endpoints?.some((endpoint) => endpoint.addresses.includes(ip)))
  return slice ? because('inside-endpoint', { dst: ip, name: `${slice.metadata.namespace}/${slice.metadata.name}` }) : null
}
