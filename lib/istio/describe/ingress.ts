import type { DestinationRuleFacts, ExposureFacts, IngressFacts, Named } from '@/lib/istio/describe/facts'
import type { Lookup } from '@/lib/istio/describe/lookup'
import { type DescribedObjects, objectNamed, type Pod, type VirtualService } from '@/lib/istio/describe/objects'
import { targetPort } from '@/lib/istio/describe/protocol'
import type { ProxyDump } from '@/lib/istio/describe/proxy-dump'
import { ruleFor } from '@/lib/istio/describe/services'
import { virtualServiceFacts } from '@/lib/istio/describe/virtual-service'
import { convertedProtocol } from '@/lib/istio/port-protocol'
import { selects } from '@/lib/kubernetes/istio-objects'
import type { Service } from '@/lib/kubernetes/services'

/** Istio's own ingress gateway; those of other labels are not looked for. */
const INGRESS_LABEL = { istio: 'ingressgateway' }
const SHOWN_PORTS = new Set(['http2', 'http'])
const HTTP_PORT = 80
const SCHEMES = new Map([
  ['HTTP', 'http'],
  ['HTTP2', 'http'],
])

/** A Service of a gateway's namespace, and the gateways that it leads to. */
interface Entrance {
  service: Service
  pods: Pod[]
}

const named = ({ metadata }: { metadata: Named }): Named => ({ name: metadata.name, namespace: metadata.namespace })

/** The ingress gateways that run. */
export function ingressPods({ pods }: DescribedObjects): Pod[] {
  return pods.filter(({ metadata, status }) => status?.phase === 'Running' && selects(INGRESS_LABEL, metadata.labels ?? {}))
}

/** At which addresses of which ingress gateways the Services of a pod are to be had. `dumpOf`: a gateway's configuration, null if unread. */
export function ingressFacts(
  pod: Pod,
  services: readonly Service[],
  objects: DescribedObjects,
  dumpOf: (gateway: Named) => ProxyDump | null,
  lookup: Lookup,
): IngressFacts {
  const pods = ingressPods(objects)
  const entrances = entrancesOf(pods, objects.services)
  const facts: IngressFacts = { pods: pods.map(named), service: entrances.length > 0, exposures: [], unread: null }
  const said = new Set<string>()
  for (const gatewayPod of pods) {
    const dump = dumpOf(gatewayPod.metadata)
    if (!dump) return { ...facts, unread: named(gatewayPod) }
    for (const service of services)
      for (const { port } of service.spec.ports ?? [])
        facts.exposures.push(...exposuresOf({ pod, service, port, objects, dump, lookup, entrances, said }))
  }
  return facts
}

/** One port of one Service at one ingress gateway. */
interface Asked {
  pod: Pod
  service: Service
  port: number
  objects: DescribedObjects
  dump: ProxyDump
  lookup: Lookup
  entrances: readonly Entrance[]
  /** What has been said of earlier ports, and needs no saying twice. */
  said: Set<string>
}

function exposuresOf(asked: Asked): ExposureFacts[] {
  const { pod, service, port, objects, dump, lookup, said } = asked
  const missing = (of: 'destination rule' | 'virtual service', { name, namespace }: Named): ExposureFacts[] =>
    isNew(said, `${of} ${namespace}/${name}`) ? [{ kind: 'missing', of, name, namespace }] : []
  const rule = ruleFor(lookup.destinationRule(dump, service.metadata, port), objects, pod)
  return [
    ...(rule && !rule.facts ? missing('destination rule', rule) : []),
    ...lookup.virtualServices(dump, service.metadata, port).flatMap((referred) => {
      const found = objectNamed(objects.virtualServices, referred)
      if (!found) return missing('virtual service', referred)
      return gatewaysOf(found).flatMap((gateway) => exposureAt(gateway, found, rule?.facts ?? null, asked))
    }),
  ]
}

/** The Gateways that a VirtualService names, without the word for all sidecars. */
function gatewaysOf({ metadata, spec }: VirtualService): Named[] {
  return (spec.gateways ?? [])
    .filter((name) => name !== '' && name !== 'mesh')
    .map((name) => {
      const [namespace = '', ...rest] = name.split('/')
      return rest.length === 0 ? { name, namespace: metadata.namespace } : { name: rest.join('/'), namespace }
    })
}

function exposureAt(
  gateway: Named,
  virtualService: VirtualService,
  rule: DestinationRuleFacts | null,
  { service, objects, lookup, entrances, said }: Asked,
): ExposureFacts[] {
  const found = objectNamed(objects.gateways, gateway)
  if (!found) return [{ kind: 'missing', of: 'gateway', ...gateway }]
  const key = lookup.gatewaysOnce ? [gateway] : [gateway, named(virtualService), named(service)]
  if (!isNew(said, `gateway ${key.map(({ name, namespace }) => `${namespace}/${name}`).join(' ')}`)) return []
  const { selector } = found.spec
  if (!selector) return [{ kind: 'everyWorkload', ...gateway }]
  const led = entrances.filter(({ pods }) => pods.some(({ metadata }) => selects(selector, metadata.labels ?? {})))
  if (led.length === 0) return []
  const urls = led.toSorted((a, b) => (addressOf(a) < addressOf(b) ? -1 : addressOf(a) > addressOf(b) ? 1 : 0)).flatMap(urlsOf)
  return [{ kind: 'exposed', gateway, urls, virtualService: virtualServiceFacts(virtualService, service.metadata, rule) }]
}

/** The Services of the gateways' namespaces whose selector takes some of them; a Service without a selector takes all, as istioctl has it. */
function entrancesOf(gateways: readonly Pod[], services: readonly Service[]): Entrance[] {
  const namespaces = new Set(gateways.map(({ metadata }) => metadata.namespace))
  return [...namespaces].flatMap((namespace) =>
    services
      .filter(({ metadata }) => metadata.namespace === namespace)
      .map((service) => ({
        service,
        pods: gateways.filter(
          ({ metadata }) => metadata.namespace === namespace && metadata.labels && selects(service.spec.selector, metadata.labels),
        ),
      }))
      .filter(({ pods }) => pods.length > 0),
  )
}

/** The load balancer's address, else the node's of the first gateway. */
function addressOf({ service, pods }: Entrance): string {
  const [balancer] = service.status?.loadBalancer?.ingress ?? []
  return balancer ? (balancer.ip ?? '') : pods[0]?.status?.hostIP || 'unknown'
}

function urlsOf(entrance: Entrance): string[] {
  const [pod] = entrance.pods
  return (entrance.service.spec.ports ?? [])
    .filter((port) => (port.protocol ?? 'TCP') === 'TCP' && SHOWN_PORTS.has(port.name ?? '') && pod && targetPort(pod, port) !== null)
    .map((port) => {
      const scheme = SCHEMES.get(convertedProtocol(port)) ?? ''
      // istioctl knows a default port of http only.
      const isDefault = port.port === (scheme === 'http' ? HTTP_PORT : 0)
      return `${scheme}://${addressOf(entrance)}${isDefault ? '' : `:${port.port}`}`
    })
}

function isNew(said: Set<string>, key: string): boolean {
  if (said.has(key)) return false
  said.add(key)
  return true
}
