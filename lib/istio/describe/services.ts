import { destinationRuleFacts } from '@/lib/istio/describe/destination-rule'
import type { DestinationRuleFacts, Named, Referred, ServiceFacts, ServicePortFacts } from '@/lib/istio/describe/facts'
import type { Lookup } from '@/lib/istio/describe/lookup'
import { type DescribedObjects, objectNamed, type Pod, type ServicePort } from '@/lib/istio/describe/objects'
import { describedProtocol, targetPort } from '@/lib/istio/describe/protocol'
import type { ProxyDump } from '@/lib/istio/describe/proxy-dump'
import { virtualServiceFacts } from '@/lib/istio/describe/virtual-service'
import { selects } from '@/lib/kubernetes/istio-objects'
import type { Service } from '@/lib/kubernetes/services'

/** The Services of the pod's namespace whose selector takes it. */
export function selectingServices<S extends Service>(pod: Pod, services: readonly S[]): S[] {
  return services.filter(
    ({ metadata, spec }) =>
      metadata.namespace === pod.metadata.namespace &&
      Object.keys(spec.selector ?? {}).length > 0 &&
      selects(spec.selector, pod.metadata.labels ?? {}),
  )
}

/** The DestinationRule that an Envoy has for a Service's port; null: it has none. */
export function ruleFor(referred: Named | null, { destinationRules }: DescribedObjects, pod: Pod): Referred<DestinationRuleFacts> | null {
  if (!referred) return null
  const rule = objectNamed(destinationRules, referred)
  return { ...referred, facts: rule && destinationRuleFacts(rule, pod.metadata.labels ?? {}) }
}

/** A Service's ports, each with what the pod's own Envoy has for it. */
export function serviceFacts(pod: Pod, service: Service, objects: DescribedObjects, dump: ProxyDump, lookup: Lookup): ServiceFacts {
  const { name, namespace } = service.metadata
  return { name, namespace, ports: (service.spec.ports ?? []).map((port) => portFacts(pod, service, port, objects, dump, lookup)) }
}

function portFacts(
  pod: Pod,
  { metadata }: Service,
  port: ServicePort,
  objects: DescribedObjects,
  dump: ProxyDump,
  lookup: Lookup,
): ServicePortFacts {
  const target = targetPort(pod, port)
  const destinationRule = ruleFor(lookup.destinationRule(dump, metadata, port.port), objects, pod)
  return {
    name: port.name ?? '',
    port: port.port,
    transport: port.protocol ?? 'TCP',
    protocol: describedProtocol(port),
    target,
    destinationRule,
    virtualServices: lookup.virtualServices(dump, metadata, port.port).map((referred) => {
      const found = objectNamed(objects.virtualServices, referred)
      return { ...referred, facts: found && virtualServiceFacts(found, metadata, destinationRule?.facts ?? null) }
    }),
    rbac: lookup.rbac(dump, port.port, target),
  }
}
