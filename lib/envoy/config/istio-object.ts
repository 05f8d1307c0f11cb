import type { JsonNode } from '@/lib/envoy/parse/json-node'

/** Kinds that kebab case does not lead back to. */
const KINDS = new Map([
  ['httproute', 'HTTPRoute'],
  ['http-route', 'HTTPRoute'],
])

function kindOf(segment: string): string {
  const known = KINDS.get(segment)
  if (known !== undefined) return known
  return segment
    .split('-')
    .map((part) => part.charAt(0).toUpperCase() + part.slice(1))
    .join('')
}

/** `/apis/networking.istio.io/v1/namespaces/NS/virtual-service/NAME` → `VirtualService NS/NAME`, as istiod writes it into metadata; null for another form. */
export function objectOfPath(path: string): string | null {
  const match = /^\/apis\/.+\/namespaces\/([^/]+)\/([a-z-]+)\/([^/]+)$/.exec(path)
  return match === null ? null : `${kindOf(match[2] ?? '')} ${match[1]}/${match[3]}`
}

/** The Istio and Kubernetes objects that istiod says a resource comes from (`metadata.filter_metadata.istio`). */
export function objectsOf(resource: JsonNode): string[] {
  const istio = resource.at('metadata', 'filter_metadata').key('istio')
  const config = istio.get('config').text()
  const configs = [...(config === null ? [] : [config]), ...istio.get('configs').texts()]
  const services = istio
    .get('services')
    .items()
    .flatMap((service) => {
      const name = service.get('name').text()
      const namespace = service.get('namespace').text()
      const host = service.get('host').text() ?? ''
      if (name === null || namespace === null) return []
      // A Kubernetes Service's host begins with "NAME.NAMESPACE."; any other is a ServiceEntry's host, whose object's name istiod does not tell.
      return host.startsWith(`${name}.${namespace}.`) ? [`Service ${namespace}/${name}`] : []
    })
  return [...new Set([...configs.flatMap((path) => objectOfPath(path) ?? []), ...services])]
}

/** The policy behind an RBAC policy's name: "ns[foo]-policy[bar]-rule[0]" → "AuthorizationPolicy foo/bar". */
export function objectOfPolicy(name: string): string | null {
  const match = /^ns\[([^\]]*)\]-policy\[([^\]]*)\]-rule\[\d+\]$/.exec(name)
  return match === null ? null : `AuthorizationPolicy ${match[1]}/${match[2]}`
}
