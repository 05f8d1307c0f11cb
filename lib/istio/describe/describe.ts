import type { Description, Named } from '@/lib/istio/describe/facts'
import { ingressFacts } from '@/lib/istio/describe/ingress'
import type { Lookup } from '@/lib/istio/describe/lookup'
import { type DescribedObjects, objectNamed } from '@/lib/istio/describe/objects'
import { peerAuthenticationFacts } from '@/lib/istio/describe/peer-authentication'
import { podFacts } from '@/lib/istio/describe/pod'
import type { ProxyDump } from '@/lib/istio/describe/proxy-dump'
import { selectingServices, serviceFacts } from '@/lib/istio/describe/services'

/** What a description is made of. */
export interface Observed {
  objects: DescribedObjects
  /** The mesh's namespace for what holds everywhere. */
  rootNamespace: string
  /** The configuration of the Envoy in a pod; null: not observed, or not readable. */
  dumpOf: (pod: Named) => ProxyDump | null
}

/** A pod in the mesh: its Services, the rules that its own Envoy and the ingress gateways have for them, and how it takes connections. null: no such pod. */
export function describePod(pod: Named, { objects, rootNamespace, dumpOf }: Observed, lookup: Lookup): Description | null {
  const found = objectNamed(objects.pods, pod)
  if (!found) return null
  const labels = found.metadata.labels ?? {}
  const services = selectingServices(found, objects.services)
  const dump = dumpOf(found.metadata)
  return {
    pod: podFacts(found, services.length > 0),
    selectedBy: services.map(({ metadata }) => ({ name: metadata.name, namespace: metadata.namespace })),
    services: dump && services.map((service) => serviceFacts(found, service, objects, dump, lookup)),
    peerAuthentication: peerAuthenticationFacts(
      objects.peerAuthentications,
      { namespace: found.metadata.namespace, labels },
      rootNamespace,
    ),
    ingress: ingressFacts(found, services, objects, dumpOf, lookup),
  }
}
