const kinds: Record<string, string> = {
  'virtual-service': 'VirtualService',
  'destination-rule': 'DestinationRule',
  'envoy-filter': 'EnvoyFilter',
  'service-entry': 'ServiceEntry',
  gateway: 'Gateway',
  sidecar: 'Sidecar',
  httproute: 'HTTPRoute',
  'http-route': 'HTTPRoute',
}

/**
 * The object behind a route or cluster, from `metadata.filter_metadata.istio.config`:
 * `/apis/networking.istio.io/v1/namespaces/default/virtual-service/web` → `VirtualService default/web`. null: not of that form.
 */
export function objectOfConfig(config: string): string | null {
  const parts = config.split('/')
  const at = parts.indexOf('namespaces')
  const [namespace, kind, name, ...rest] = parts.slice(at + 1)
  if (at < 0 || parts[1] !== 'apis' || !namespace || !kind || !name || rest.length > 0) return null
  return `${(Object.hasOwn(kinds, kind) && kinds[kind]) || kindName(kind)} ${namespace}/${name}`
}

/** `peer-authentication` → `PeerAuthentication`: istiod writes kinds in kebab case. */
function kindName(kebab: string): string {
  return kebab
    .split('-')
    .map((word) => word.charAt(0).toUpperCase() + word.slice(1))
    .join('')
}
