import { type Service, sliceService } from '@/lib/kubernetes/services'
import type { Mesh } from '@/lib/mesh/model'

export interface Backend {
  ip: string
  /** Port of the pod; null where the slice names none. */
  port: number | null
  node: string | null
  /** NAMESPACE.POD of the pod behind it, null when it is no pod. */
  netns: string | null
}

type ServicePort = NonNullable<Service['spec']['ports']>[number]

/** The ready endpoints of a Service's port, by its EndpointSlices. */
export function backendsOf(mesh: Mesh, service: Service, port: ServicePort): Backend[] {
  const backends = new Map<string, Backend>()
  for (const slice of slicesOf(mesh).get(`${service.metadata.namespace}/${service.metadata.name}`) ?? []) {
    const target = slice.ports?.find((one) => (one.name || '') === (port.name || '')) ?? null
    for (const endpoint of slice.endpoints ?? []) {
      if (endpoint.conditions?.ready === false) continue
      for (const ip of endpoint.addresses) {
        const ref = endpoint.targetRef
        const netns = ref?.kind === 'Pod' && ref.name ? `${ref.namespace ?? service.metadata.namespace}.${ref.name}` : null
        backends.set(ip, { ip, port: target?.port ?? null, node: endpoint.nodeName ?? null, netns })
      }
    }
  }
  return [...backends.values()]
}

const indexes = new WeakMap<Mesh, Map<string, Mesh['slices'][number][]>>()

function slicesOf(mesh: Mesh): Map<string, Mesh['slices'][number][]> {
  const known = indexes.get(mesh)
  if (known) return known
  const made = new Map<string, Mesh['slices'][number][]>()
  for (const slice of mesh.slices) {
    const key = `${slice.metadata.namespace}/${sliceService(slice) ?? ''}`
    made.set(key, [...(made.get(key) ?? []), slice])
  }
  indexes.set(mesh, made)
  return made
}
