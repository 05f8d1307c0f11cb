import type { Seen } from '@/lib/kubernetes/list'
import type { Pod } from '@/lib/kubernetes/pods'
import { clusterIp, type EndpointSlice, isHeadless, type Service, sliceService } from '@/lib/kubernetes/services'

/** The cluster's own DNS: what a name below the cluster domain stands for. Built once; look-ups are maps. */
export interface ServiceNames {
  /** `cluster.local`, below which all of them stand. */
  domain: string
  find(fqdn: string): ServiceAnswer | null
}

export type ServiceAnswer =
  | { kind: 'clusterIP'; ip: string; service: Seen<Service> }
  | { kind: 'headless'; ips: string[]; service: Seen<Service> }
  | { kind: 'alias'; name: string; service: Seen<Service> }

/**
 * Indexes Services and their slices by fully qualified name, as the Kubernetes DNS specification has it: a record per
 * Service, one per endpoint with a hostname for headless ones.
 */
export function indexServiceNames(services: Seen<Service>[], slices: Seen<EndpointSlice>[], domain: string): ServiceNames {
  const slicesOf = new Map<string, Seen<EndpointSlice>[]>()
  for (const slice of slices) {
    const name = sliceService(slice)
    if (!name || slice.addressType !== 'IPv4') continue
    const key = `${slice.metadata.namespace}/${name}`
    slicesOf.set(key, [...(slicesOf.get(key) ?? []), slice])
  }
  const answers = new Map<string, ServiceAnswer>()
  for (const service of services) {
    const { name, namespace } = service.metadata
    const fqdn = `${name}.${namespace}.svc.${domain}`
    const ip = clusterIp(service)
    if (service.spec.type === 'ExternalName' && service.spec.externalName) {
      answers.set(fqdn, { kind: 'alias', name: service.spec.externalName, service })
    } else if (ip) {
      answers.set(fqdn, { kind: 'clusterIP', ip, service })
    } else if (isHeadless(service)) {
      const ready = (slicesOf.get(`${namespace}/${name}`) ?? []).flatMap((slice) =>
        (slice.endpoints ?? []).filter((e) => e.conditions?.ready !== false),
      )
      answers.set(fqdn, { kind: 'headless', ips: ready.flatMap((e) => e.addresses), service })
      for (const endpoint of ready) {
        if (endpoint.hostname) answers.set(`${endpoint.hostname}.${fqdn}`, { kind: 'headless', ips: endpoint.addresses, service })
      }
    }
  }
  return { domain, find: (fqdn) => answers.get(fqdn.toLowerCase().replace(/\.$/, '')) ?? null }
}

const NDOTS = 5

/** The names that a resolver in this pod tries, in order (resolv.conf of dnsPolicy ClusterFirst: search path and ndots:5). */
export function searchPath(name: string, pod: Pod, domain: string): string[] {
  if (name.endsWith('.')) return [name.slice(0, -1)]
  const policy = pod.spec.dnsPolicy ?? 'ClusterFirst'
  const fromHost = policy === 'Default' || policy === 'None' || (policy === 'ClusterFirst' && pod.spec.hostNetwork === true)
  const own = fromHost ? [] : [`${pod.metadata.namespace}.svc.${domain}`, `svc.${domain}`, domain]
  const searches = [...own, ...(pod.spec.dnsConfig?.searches ?? [])].map((suffix) => `${name}.${suffix}`)
  return name.split('.').length - 1 >= NDOTS ? [name, ...searches] : [...searches, name]
}
