import type { Node } from '@/lib/kubernetes/nodes'
import type { Pod } from '@/lib/kubernetes/pods'
import { RoutingState } from '@/lib/netfilter/routing/state'
import type { InterfaceAddress, Route } from '@/lib/netfilter/routing/tables'

/** Interfaces of a namespace that nobody looked into: Kubernetes does not say their names, only where they lead. */
export const UPLINK = '(uplink)'
export const TO_PODS = '(pods)'
const POD_LINK = 'eth0'

const address = (iface: string, local: string): InterfaceAddress => ({ iface, local, prefixLength: 32, secondary: false, scope: 'global' })
const LOOPBACK: InterfaceAddress = { iface: 'lo', local: '127.0.0.1', prefixLength: 8, secondary: false, scope: 'host' }

function route(dst: string, dev: string, more: Partial<Route> = {}): Route {
  return { type: 'unicast', dst, dev, gateway: null, prefsrc: null, table: 'main', metric: 0, version: 4, nexthops: [], ...more }
}

const local = (dst: string, dev: string): Route => route(dst, dev, { type: 'local', table: 'local' })
const isIPv4 = (text: string): boolean => !text.includes(':')

/** The addresses by which a node is reached. IPv6 is left out: nothing says how its routes lead. */
export function addressesOf(node: Node): string[] {
  return (node.status?.addresses ?? [])
    .filter(({ type }) => type === 'InternalIP' || type === 'ExternalIP')
    .map((one) => one.address)
    .filter(isIPv4)
}

/**
 * The routes of a node that nobody observed, by Kubernetes' network model: it reaches its own pods by their links, those of another node by
 * that node, and everything else by the default route. `pods`: of the node itself. null: it has no address.
 */
export function computedNodeRoutes(node: Node, pods: readonly Pod[], others: readonly Node[]): RoutingState | null {
  const own = addressesOf(node)
  const [first] = own
  if (first === undefined) return null
  const ips = pods.flatMap((pod) => (pod.status?.podIP && isIPv4(pod.status.podIP) && !pod.spec.hostNetwork ? [pod.status.podIP] : []))
  const elsewhere = others.flatMap((other) => {
    const [gateway] = addressesOf(other)
    const ranges = other.spec?.podCIDRs ?? (other.spec?.podCIDR ? [other.spec.podCIDR] : [])
    return gateway === undefined || other === node
      ? []
      : ranges.filter(isIPv4).map((range) => route(range, UPLINK, { gateway, prefsrc: first }))
  })
  return new RoutingState(
    [LOOPBACK, ...own.map((ip) => address(UPLINK, ip))],
    [
      local('127.0.0.0/8', 'lo'),
      ...own.map((ip) => local(ip, UPLINK)),
      ...ips.map((ip) => route(ip, TO_PODS, { prefsrc: first })),
      ...elsewhere,
      route('default', UPLINK, { prefsrc: first }),
    ],
    null,
    new Map(),
  )
}

/** The routes of a pod that nobody observed: everything leaves by its one link. null: it has no address of its own. */
export function computedPodRoutes(pod: Pod): RoutingState | null {
  const ip = pod.status?.podIP
  if (!ip || !isIPv4(ip) || pod.spec.hostNetwork) return null
  return new RoutingState(
    [LOOPBACK, address(POD_LINK, ip)],
    [local('127.0.0.0/8', 'lo'), local(ip, POD_LINK), route('default', POD_LINK, { prefsrc: ip })],
    null,
    new Map(),
  )
}
