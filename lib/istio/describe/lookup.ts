import type { Named } from '@/lib/istio/describe/facts'
import type { ProxyDump } from '@/lib/istio/describe/proxy-dump'

/** How a description finds in an Envoy's configuration what it has for a port of a Service. */
export interface Lookup {
  destinationRule(dump: ProxyDump, service: Named, port: number): Named | null
  virtualServices(dump: ProxyDump, service: Named, port: number): Named[]
  /** Names of the policies in the RBAC filter behind a Service's port; `target`: the pod's, null where it has none. */
  rbac(dump: ProxyDump, port: number, target: number | null): string[]
  /** Whether a Gateway is named with the first VirtualService only. */
  gatewaysOnce: boolean
}

/** `/apis/networking.istio.io/v1/namespaces/NAMESPACE/virtual-service/NAME` in its parts; null: not of this kind. */
export function objectOf(config: string, kind: 'virtual-service' | 'destination-rule'): Named | null {
  const [, namespace, found, name] =
    /\/apis\/networking(?:\.istio\.io)?\/v1(?:alpha3)?\/namespaces\/([^/]+)\/([^/]+)\/([^/]+)/.exec(config) ?? []
  return found === kind && name && namespace ? { name, namespace } : null
}
