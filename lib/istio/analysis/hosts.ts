import { CLUSTER_DOMAIN } from '@/lib/kubernetes/cluster-domain'

const SERVICE_DOMAIN = `svc.${CLUSTER_DOMAIN}`

/** A short name in a namespace as the full one; what has a dot or begins with `*` is full already. */
export const fullHost = (host: string, namespace: string): string =>
  host.startsWith('*') || host.includes('.') ? host : `${host}.${namespace}.${SERVICE_DOMAIN}`

/** Namespace and name of a Service by its full host; null: another kind of host. */
export function serviceOfHost(host: string): { namespace: string; name: string } | null {
  if (!host.endsWith(`.${SERVICE_DOMAIN}`)) return null
  const rest = host.slice(0, -SERVICE_DOMAIN.length - 1)
  const dot = rest.lastIndexOf('.')
  return dot <= 0 || dot === rest.length - 1 ? null : { namespace: rest.slice(dot + 1), name: rest.slice(0, dot) }
}

/** Whether two hosts, of which either may begin with `*`, have a name in common. Source: istio pkg/config/host/name.go Matches. */
export function hostsMeet(a: string, b: string): boolean {
  const [wideA, wideB] = [a.startsWith('*'), b.startsWith('*')]
  if (wideA && wideB) return a.length < b.length ? b.endsWith(a.slice(1)) : a.endsWith(b.slice(1))
  if (wideA) return b.endsWith(a.slice(1))
  return wideB ? a.endsWith(b.slice(1)) : a === b
}

/** A gateway of a VirtualService, `NAME`, `NAMESPACE/NAME` or `NAME.NAMESPACE`, in the VirtualService's namespace. */
export function gatewayName(text: string, namespace: string): { namespace: string; name: string } {
  const slash = text.indexOf('/')
  return slash < 0 ? { namespace, name: text } : { namespace: text.slice(0, slash), name: text.slice(slash + 1) }
}
