import { z } from 'zod'
import type { Addresses } from '@/lib/istio/diff/endpoints/assignments'
import type { Json } from '@/lib/istio/json'
import { parseClusterName } from '@/lib/istio/names/cluster-name'
import { selects } from '@/lib/kubernetes/istio-objects'

/** istiod's numbers: of an unhealthy or draining endpoint it depends on settings that no answer tells whether it is sent. */
const HEALTHY = 1

const endpoint = z.object({
  Labels: z.record(z.string(), z.string()).nullish(),
  Address: z.string().nullish(),
  Addresses: z.array(z.string()).nullish(),
  ServicePortName: z.string(),
  EndpointPort: z.number(),
  Network: z.string().nullish(),
  NodeName: z.string().nullish(),
  HealthStatus: z.number().nullish(),
})
/** /debug/endpointz since 1.18: hosts, their namespaces, the registries' shards. */
const endpointzSchema = z.record(
  z.string(),
  z.record(z.string(), z.object({ Shards: z.record(z.string(), z.array(endpoint).nullish()).nullish() })),
)
/** /debug/registryz: the Services, with their ports. */
const registryzSchema = z.array(
  z.object({
    hostname: z.string(),
    Attributes: z.object({ Namespace: z.string().nullish(), NodeLocal: z.boolean().nullish() }),
    ports: z.array(z.object({ name: z.string().nullish(), port: z.number() })).nullish(),
  }),
)

/** The endpoints that a proxy must have of a cluster, and those that it may have besides. */
export interface Expected {
  must: Addresses
  may: Addresses
}

/**
 * What istiod knows of endpoints (its /debug/endpointz and /debug/registryz), from which it makes EDS for each proxy. Answers of another
 * form are null: older istiods list instances.
 */
export class RegisteredEndpoints {
  private readonly services = new Map<string, z.infer<typeof registryzSchema>>()

  private constructor(
    private readonly endpoints: z.infer<typeof endpointzSchema>,
    services: z.infer<typeof registryzSchema>,
  ) {
    for (const service of services) this.services.set(service.hostname, [...(this.services.get(service.hostname) ?? []), service])
  }

  static from(endpointz: Json, registryz: Json): RegisteredEndpoints | null {
    const endpoints = endpointzSchema.safeParse(endpointz)
    const services = registryzSchema.safeParse(registryz)
    return endpoints.success && services.success ? new RegisteredEndpoints(endpoints.data, services.data) : null
  }

  /**
   * Of the cluster that Istio gave this name; `labels`: those of its subset; `node`: where the proxy runs. null: these answers do not
   * decide it, as where the Service is not listed once, or has endpoints on several networks.
   */
  expected(name: string, labels: Readonly<Record<string, string>>, node: string | null): Expected | null {
    const cluster = name.includes('|') ? parseClusterName(name) : null
    const [service, ...others] = this.services.get(cluster?.host ?? '') ?? []
    if (!cluster?.host || !service || others.length > 0) return null
    const { Namespace, NodeLocal } = service.Attributes
    if (NodeLocal && node === null) return null
    const port = service.ports?.find((one) => one.port === cluster.port)
    const namespaces = Object.hasOwn(this.endpoints, cluster.host) ? this.endpoints[cluster.host] : undefined
    const shards = Object.entries(namespaces ?? {}).find(([namespace]) => namespace === Namespace)?.[1].Shards
    const all = Object.values(shards ?? {}).flatMap((one) => one ?? [])
    if (new Set(all.map(({ Network }) => Network ?? '')).size > 1) return null
    const expected = { must: new Set<string>(), may: new Set<string>() }
    for (const { Labels, Address, Addresses, ServicePortName, EndpointPort, NodeName, HealthStatus } of all) {
      if (!port || ServicePortName !== (port.name ?? '') || !selects(labels, Labels ?? {})) continue
      if (NodeLocal && NodeName !== node) continue
      const address = Address ?? Addresses?.[0]
      if (address) expected[(HealthStatus ?? HEALTHY) === HEALTHY ? 'must' : 'may'].add(`${address}:${EndpointPort}`)
    }
    return expected
  }
}
