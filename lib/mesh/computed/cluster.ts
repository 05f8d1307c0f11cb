import type { Seen } from '@/lib/kubernetes/list'
import type { Node } from '@/lib/kubernetes/nodes'
import { type EndpointSlice, type Service, sliceService } from '@/lib/kubernetes/services'
import type { Netns } from '@/lib/mesh/model'

/** What rules are computed from, of one moment. Everything is read when first asked for. */
export interface Cluster {
  services: readonly Seen<Service>[]
  slices: readonly Seen<EndpointSlice>[]
  node(name: string): Seen<Node> | null
  /** Nodes' namespaces by name, for settings that only rules show. */
  nodes: readonly Netns[]
  /** iptables, nftables, ipvs, as the source says; null: it does not. */
  proxyMode: string | null
  /** By NAMESPACE/NAME. */
  service(key: string): Seen<Service> | null
  slicesOf(key: string): readonly Seen<EndpointSlice>[]
  /** meshConfig of an istiod, as JSON text. */
  meshConfig(): string | null
  istioVersion(): string | null
  clusterDns(): readonly string[]
}

const DNS_SERVICE = /^(kube-dns|coredns|rke2-coredns-rke2-coredns)$/

/** `read` gives the text of an istiod's file by its name; null: none was observed. */
export function clusterOf(
  lists: { services: readonly Seen<Service>[]; slices: readonly Seen<EndpointSlice>[]; nodes: readonly Seen<Node>[] },
  namespaces: () => readonly Netns[],
  proxyMode: string | null,
  read: (file: 'mesh.json' | 'version.json') => string | null,
): Cluster {
  const once = <T>(make: () => T) => {
    let made: { value: T } | null = null
    return () => {
      made ??= { value: make() }
      return made.value
    }
  }
  const nodes = once(() => new Map(lists.nodes.map((node) => [node.metadata.name, node])))
  const services = once(() => new Map(lists.services.map((service) => [`${service.metadata.namespace}/${service.metadata.name}`, service])))
  const slices = once(() => Map.groupBy(lists.slices, (slice) => `${slice.metadata.namespace}/${sliceService(slice) ?? ''}`))
  return {
    services: lists.services,
    slices: lists.slices,
    node: (name) => nodes().get(name) ?? null,
    get nodes() {
      return namespaces().filter(({ kind }) => kind === 'node')
    },
    proxyMode,
    service: (key) => services().get(key) ?? null,
    slicesOf: (key) => slices().get(key) ?? [],
    meshConfig: once(() => read('mesh.json')),
    istioVersion: once(() => /"version"\s{0,5}:\s{0,5}"([^"]{1,100})"/.exec(read('version.json')?.slice(0, 10_000) ?? '')?.[1] ?? null),
    clusterDns: once(() =>
      lists.services
        .filter(({ metadata }) => metadata.labels?.['k8s-app'] === 'kube-dns' || DNS_SERVICE.test(metadata.name))
        .filter(({ metadata }) => metadata.namespace === 'kube-system')
        .flatMap(({ spec }) => spec.clusterIPs ?? spec.clusterIP ?? [])
        .filter((ip) => ip !== 'None'),
    ),
  }
}
