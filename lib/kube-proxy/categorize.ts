import type { Endpoint } from '@/lib/kube-proxy/endpoints'
import { type ServicePort, usesClusterEndpoints, usesLocalEndpoints } from '@/lib/kube-proxy/service-port'
import { atLeast, type Release } from '@/lib/kubernetes/release'

/** The node that kube-proxy runs on. */
export interface ProxyNode {
  name: string
  /** topology.kubernetes.io/zone; null without the label. */
  zone: string | null
  /** InternalIP of each family; null when the Node names none. */
  ip: Readonly<Record<'IPv4' | 'IPv6', string | null>>
}

/** Which endpoints of a Service's port are used from a node. Source: pkg/proxy topology.go, CategorizeEndpoints. */
export interface Categories {
  /** By the traffic policy Cluster; empty where no traffic uses it. */
  cluster: readonly Endpoint[]
  /** By the traffic policy Local. */
  local: readonly Endpoint[]
  /** Both, each once. */
  reachable: readonly Endpoint[]
  /** Any endpoint anywhere takes traffic. */
  any: boolean
}

const lastResort = (endpoint: Endpoint): boolean => endpoint.serving && endpoint.terminating

export function categorizeEndpoints(endpoints: readonly Endpoint[], port: ServicePort, node: ProxyNode, version: Release): Categories {
  const hinted = usesClusterEndpoints(port) ? hintFilter(endpoints, port, node, version) : null
  let cluster: readonly Endpoint[] = []
  if (usesClusterEndpoints(port)) {
    cluster = endpoints.filter((endpoint) => endpoint.ready && (hinted === null || hinted(endpoint)))
    // Without a ready one, those that end but still serve are better than none; hints do not count then.
    if (cluster.length === 0) cluster = endpoints.filter(lastResort)
  }
  if (!usesLocalEndpoints(port)) return { cluster, local: [], reachable: cluster, any: cluster.length > 0 }

  const own = endpoints.filter((endpoint) => endpoint.local)
  const readyHere = own.filter((endpoint) => endpoint.ready)
  const local = readyHere.length > 0 ? readyHere : own.filter((endpoint) => !endpoint.ready && lastResort(endpoint))
  const any = cluster.length > 0 || endpoints.some((endpoint) => endpoint.ready || lastResort(endpoint))
  const reachable = new Map([...cluster, ...local].map((endpoint) => [endpoint.address, endpoint]))
  return { cluster, local, reachable: [...reachable.values()], any }
}

/** What topology hints leave of the ready endpoints; null: hints are not used (the node's zone is not known, an endpoint has none, …). */
function hintFilter(
  endpoints: readonly Endpoint[],
  port: ServicePort,
  node: ProxyNode,
  version: Release,
): ((endpoint: Endpoint) => boolean) | null {
  // Until 1.30 an annotation switches hints on; since then (trafficDistribution) they are used wherever they are.
  if (!atLeast(version, 31) && ['', 'disabled', 'Disabled'].includes(port.hintsAnnotation)) return null
  const ready = endpoints.filter((endpoint) => endpoint.ready)
  const { zone } = node
  // PreferSameNode is on by default since 1.34.
  if (atLeast(version, 34) && complete(ready, ({ nodes }) => nodes, node.name)) return ({ nodes }) => nodes.has(node.name)
  return zone !== null && zone !== '' && complete(ready, ({ zones }) => zones, zone) ? ({ zones }) => zones.has(zone) : null
}

/** Every ready endpoint has hints, and one is meant for this name. */
function complete(ready: readonly Endpoint[], hintsOf: (endpoint: Endpoint) => ReadonlySet<string>, name: string): boolean {
  return ready.length > 0 && ready.every((endpoint) => hintsOf(endpoint).size > 0) && ready.some((endpoint) => hintsOf(endpoint).has(name))
}
