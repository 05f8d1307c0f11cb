import { istiodFile } from '@/lib/istio/istiod-file'
import { clusterDomain } from '@/lib/kubernetes/cluster-domain'
import type { Seen } from '@/lib/kubernetes/list'
import type { Pod } from '@/lib/kubernetes/pods'
import { indexServiceNames } from '@/lib/kubernetes/resolve'
import { autoAddress } from '@/lib/mesh/auto-addresses'
import { clusterOf } from '@/lib/mesh/computed/cluster'
import { computedNodeRules } from '@/lib/mesh/computed/node'
import { computedPodRules } from '@/lib/mesh/computed/pod'
import { computedNodeRoutes, computedPodRoutes } from '@/lib/mesh/computed/routes'
import { readProxy } from '@/lib/mesh/envoys'
import { istioObjectsOf } from '@/lib/mesh/istio-objects'
import type { Proxy as EnvoyProxy, Mesh, Netns } from '@/lib/mesh/model'
import { readNetns } from '@/lib/mesh/namespaces'
import { LISTS, nodesOf, podsOf, serviceEntriesOf, servicesOf, slicesOf } from '@/lib/mesh/objects'
import type { SourceFacts } from '@/lib/mesh/source-facts'
import type { Snapshot } from '@/lib/recording/snapshot'

const KINDS: ReadonlyMap<string, Netns['kind']> = new Map([
  ['nodes', 'node'],
  ['pods', 'pod'],
  ['clients', 'client'],
])

/**
 * The mesh as a snapshot shows it. Cheap to build: lists and addresses are read, rules and Envoy dumps only when a walk comes by.
 * `facts` is what the source says about itself.
 */
export function buildMesh(snapshot: Snapshot, facts: SourceFacts): Mesh {
  const pods = podsOf(snapshot, LISTS.pods)
  const services = servicesOf(snapshot, LISTS.services)
  const slices = slicesOf(snapshot, LISTS.slices)
  const nodes = nodesOf(snapshot, LISTS.nodes)
  const entries = serviceEntriesOf(snapshot, LISTS.serviceEntries)
  const podNamed = new Map((pods?.items ?? []).map((pod) => [`${pod.metadata.namespace}.${pod.metadata.name}`, pod]))
  const nodeNamed = new Map((nodes?.items ?? []).map((node) => [node.metadata.name, node]))
  const podsOn = Map.groupBy(podNamed.values(), (pod) => pod.spec.nodeName ?? '')
  const namespaces = new Map<string, Netns>()
  const cluster = clusterOf(
    { services: services?.items ?? [], slices: slices?.items ?? [], nodes: nodes?.items ?? [] },
    () => [...namespaces.values()],
    facts.proxyMode ?? null,
    (file) => istiodFile(snapshot, file),
  )
  const compute = (netns: Netns, family: 'IPv4' | 'IPv6') => {
    if (netns.kind === 'node') return computedNodeRules(cluster, netns, family)
    return netns.pod ? computedPodRules(cluster, netns.pod, family, netns.observedRules() !== null) : null
  }
  const computeRoutes = (netns: Netns) => {
    if (netns.kind === 'pod') return netns.pod ? computedPodRoutes(netns.pod) : null
    const node = nodeNamed.get(netns.name)
    return node ? computedNodeRoutes(node, podsOn.get(netns.name) ?? [], [...nodeNamed.values()]) : null
  }
  for (const [name, found] of foldersOf(snapshot, facts, nodeNamed.keys(), podNamed)) {
    const pod = found.kind === 'pod' ? (podNamed.get(name) ?? null) : null
    const node = found.kind === 'node' ? name : (pod?.spec.nodeName ?? null)
    namespaces.set(name, readNetns(snapshot, found.folder, { name, kind: found.kind, node, pod }, compute, computeRoutes))
  }
  // A pod on the host network shares its node's namespace.
  for (const [name, pod] of podNamed) {
    const host = pod.spec.hostNetwork && pod.spec.nodeName ? namespaces.get(pod.spec.nodeName) : undefined
    if (host) namespaces.set(name, { ...host, pod })
  }
  const owners = ownersByAddress(namespaces)
  const proxies = new Map<string, EnvoyProxy>()
  for (const [name, netns] of namespaces) {
    const proxy = readProxy(snapshot, facts, name, netns.folder, netns.pod)
    if (proxy) proxies.set(name, proxy)
  }
  const podIps = new Map<string, Seen<Pod>>()
  for (const pod of podNamed.values()) {
    const { podIP, podIPs } = pod.status ?? {}
    if (pod.spec.hostNetwork) continue
    for (const ip of [podIP, ...(podIPs ?? []).map((one) => one.ip)]) if (ip) podIps.set(ip, pod)
  }
  return {
    at: snapshot.at,
    facts,
    pods: pods?.items ?? [],
    services: services?.items ?? [],
    slices: slices?.items ?? [],
    serviceEntries: entries?.items ?? [],
    istioObjects: () => istioObjectsOf(snapshot),
    names: indexServiceNames(services?.items ?? [], slices?.items ?? [], clusterDomain(pods?.items ?? [])),
    problems: [pods, services, slices, nodes, entries].flatMap((list) => list?.problems ?? []),
    netnsNames: [...namespaces.keys()],
    netns: (name) => namespaces.get(name) ?? null,
    ownersOf: (ip) => owners.get(ip) ?? [],
    peerOf: (netns, iface) => peerOf(namespaces, netns, iface),
    podByIp: (ip) => podIps.get(ip) ?? null,
    proxyIn: (netns) => proxies.get(netns) ?? null,
    proxyIds: [...proxies.values()].map((proxy) => proxy.id),
    autoAddress: (host) => autoAddress(snapshot, host),
  }
}

/** Every namespace that was seen, and those of nodes and pods that only Kubernetes knows of: nothing lies in their folders. */
function foldersOf(
  snapshot: Snapshot,
  facts: SourceFacts,
  nodes: Iterable<string>,
  pods: ReadonlyMap<string, Pod>,
): Map<string, { kind: Netns['kind']; folder: string }> {
  const folders = new Map<string, { kind: Netns['kind']; folder: string }>()
  for (const [top, kind] of KINDS) {
    for (const path of snapshot.under(top)) {
      const name = path.slice(top.length + 1, path.indexOf('/', top.length + 1))
      // Only a folder with network files is a namespace; a pod on the host network has only logs.
      if (path.startsWith(`${top}/${name}/ip-addr.json`) || path.startsWith(`${top}/${name}/iptables-save.txt`)) {
        folders.set(name, { kind, folder: `${top}/${name}` })
      }
    }
  }
  const netnsOf = new Map(facts.nodes.map(({ name, netns }) => [name, netns]))
  for (const name of nodes) if (!folders.has(netnsOf.get(name) ?? name)) folders.set(name, { kind: 'node', folder: `nodes/${name}` })
  for (const [name, { spec, status }] of pods) {
    if (folders.has(name) || spec.hostNetwork || !status?.podIP || ENDED.has(status.phase ?? '')) continue
    folders.set(name, { kind: 'pod', folder: `pods/${name}` })
  }
  return folders
}

/** Phases of pods whose address may be another's by now. */
const ENDED: ReadonlySet<string> = new Set(['Succeeded', 'Failed'])

function ownersByAddress(namespaces: ReadonlyMap<string, Netns>): Map<string, { netns: string; iface: string }[]> {
  const owners = new Map<string, { netns: string; iface: string }[]>()
  for (const [name, netns] of namespaces) {
    if (netns.name !== name) continue
    for (const { iface, local } of netns.routing()?.addresses ?? []) {
      if (iface === 'lo') continue
      const known = owners.get(local)
      if (known) known.push({ netns: name, iface })
      else owners.set(local, [{ netns: name, iface }])
    }
  }
  return owners
}

function peerOf(namespaces: ReadonlyMap<string, Netns>, name: string, iface: string): { iface: string; master: string | null } | null {
  const netns = namespaces.get(name)
  const own = netns?.links().find((link) => link.name === iface)
  if (!netns?.node || !own || own.peerIndex === null) return null
  const peer = namespaces
    .get(netns.node)
    ?.links()
    .find((link) => link.index === own.peerIndex && link.peerIndex === own.index)
  return peer ? { iface: peer.name, master: peer.master } : null
}
