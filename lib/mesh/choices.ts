import { z } from 'zod'
import type { Choices } from '@/lib/api/choices'
import { parseList } from '@/lib/kubernetes/list'
import { isProxyContainer, podSchema, runningContainers } from '@/lib/kubernetes/pods'
import { clusterIp, serviceEntrySchema, serviceSchema } from '@/lib/kubernetes/services'
import type { Snapshot } from '@/lib/recording/snapshot'

const virtualServiceSchema = z.object({ spec: z.object({ hosts: z.array(z.string()).nullish() }) })
const gatewaySchema = z.object({ spec: z.object({ servers: z.array(z.object({ hosts: z.array(z.string()).nullish() })).nullish() }) })

type Facts = {
  nodes: readonly { name: string; ip: string }[]
  clients: readonly { name: string; ip: string; hosts: Readonly<Record<string, string>> }[]
}

/** What a question can be made of at the snapshot's moment: who may ask, and the names and ports that are there to be asked. */
export function choicesOf(snapshot: Snapshot, facts: Facts): Choices {
  const read = <T>(resource: string, schema: z.ZodType<T>) => parseList(snapshot.read(`k8s/${resource}.json`), schema).items
  const hosts = new Set<string>()
  for (const { spec } of read('virtualservices.networking.istio.io', virtualServiceSchema))
    for (const host of spec.hosts ?? []) hosts.add(host)
  for (const { spec } of read('serviceentries.networking.istio.io', serviceEntrySchema))
    for (const host of spec.hosts ?? []) hosts.add(host)
  for (const { spec } of read('gateways.networking.istio.io', gatewaySchema)) {
    for (const server of spec.servers ?? []) for (const host of server.hosts ?? []) hosts.add(host.slice(host.indexOf('/') + 1))
  }
  return {
    clients: facts.clients.map(({ name, ip, hosts: known }) => ({ name, ip, hosts: Object.keys(known), addresses: Object.values(known) })),
    nodes: facts.nodes.map(({ name, ip }) => ({ name, ip })),
    pods: read('pods', podSchema).map(({ metadata, spec, status }) => {
      const containers = runningContainers({ metadata, spec, status })
      return {
        netns: `${metadata.namespace}.${metadata.name}`,
        namespace: metadata.namespace,
        name: metadata.name,
        node: spec.nodeName ?? null,
        ip: status?.podIP ?? null,
        hostNetwork: spec.hostNetwork === true,
        hasProxy: containers.some(isProxyContainer),
        containers: containers.filter((each) => !isProxyContainer(each)).map((each) => each.name),
      }
    }),
    services: read('services', serviceSchema).map((service) => ({
      namespace: service.metadata.namespace,
      name: service.metadata.name,
      host: `${service.metadata.name}.${service.metadata.namespace}`,
      type: service.spec.type ?? 'ClusterIP',
      clusterIP: clusterIp(service),
      externalIPs: [...(service.spec.externalIPs ?? []), ...(service.status?.loadBalancer?.ingress ?? []).flatMap(({ ip }) => ip ?? [])],
      ports: (service.spec.ports ?? []).map(({ name, port, nodePort }) => ({ name: name ?? null, port, nodePort: nodePort ?? null })),
    })),
    hosts: [...hosts].filter((host) => host !== '*').sort(),
  }
}
