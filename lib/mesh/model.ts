import type { EnvoyState } from '@/lib/envoy/evaluate/state'
import type { IstioObjects } from '@/lib/istio/behind/objects-behind'
import type { Seen } from '@/lib/kubernetes/list'
import type { Pod } from '@/lib/kubernetes/pods'
import type { ServiceNames } from '@/lib/kubernetes/resolve'
import type { EndpointSlice, Service, ServiceEntry } from '@/lib/kubernetes/services'
import type { ComputedGap, ComputedRules } from '@/lib/mesh/computed/model'
import type { Link } from '@/lib/mesh/links'
import type { SeenRules } from '@/lib/mesh/netfilter'
import type { Origin } from '@/lib/mesh/origin'
import type { SourceFacts } from '@/lib/mesh/source-facts'
import type { IpVersion } from '@/lib/netfilter/family'
import type { Ruleset } from '@/lib/netfilter/model'
import type { NftTable } from '@/lib/netfilter/nft/model'
import type { RoutingState } from '@/lib/netfilter/routing/state'
import type { Process } from '@/lib/netfilter/sockets/processes'
import type { SocketEntry } from '@/lib/netfilter/sockets/sockets'

/** One network namespace. Everything is parsed when first asked for; null: it was not observed. */
export interface Netns {
  name: string
  kind: 'node' | 'pod' | 'client'
  /** The node it runs on; null for clients. */
  node: string | null
  folder: string
  pod: Seen<Pod> | null
  /** The iptables rules that were seen, of the backend in use. */
  observedRules(): { ruleset: Ruleset; origin: Origin } | null
  /** Native tables that were seen and that packets of one version of IP pass (4 where it is left out). */
  observedNative(version?: IpVersion): readonly NftTable[]
  /** What the cluster's own programs would write here, whether it was observed or not; null: nothing is known to write rules here. */
  computed(family?: 'IPv4' | 'IPv6'): ComputedRules | ComputedGap | null
  /** Everything that hooks its packets of one version of IP (4 where it is left out), iptables of both backends and native tables, else what can be computed; null: neither is known. */
  netfilter(version?: IpVersion): SeenRules | null
  routing(): RoutingState | null
  /** What of the addresses, routes, rules and switches can't be read, so that none of them is known; null: all can. */
  routesDamage(): { origin: Origin; message: string } | null
  /** Where the routes were read; null when they were not. */
  routesOrigin(): Origin | null
  sockets(): { sockets: readonly SocketEntry[]; origin: Origin } | null
  processes(): readonly Process[]
  /** What a program runs as in a container of the pod, where that was tried out. */
  users(): ReadonlyMap<string, { uid: number; gid: number }>
  links(): readonly Link[]
}

/** One Envoy, with what its admin interface said. */
export interface Proxy {
  /** POD.NAMESPACE, or a client's name. */
  id: string
  netns: string
  /** null: the configuration was not observed, `why` says the reason. */
  state(): EnvoyState | null
  origins: Readonly<Record<'config_dump' | 'clusters' | 'listeners', Origin | null>>
  why: string | null
}

/** The typed model of what a source had seen by `at`. Look-ups are maps. */
export interface Mesh {
  at: number
  facts: SourceFacts
  pods: readonly Seen<Pod>[]
  services: readonly Seen<Service>[]
  slices: readonly Seen<EndpointSlice>[]
  serviceEntries: readonly Seen<ServiceEntry>[]
  /** Istio's objects that Envoy's dumps do not name, read when first asked for. */
  istioObjects(): IstioObjects
  names: ServiceNames
  problems: { entry: string; message: string }[]
  netnsNames: readonly string[]
  netns(name: string): Netns | null
  /** Namespaces that own an address, with the interface that holds it. */
  ownersOf(ip: string): readonly { netns: string; iface: string }[]
  /** The other end of a pod's interface, on its node: the veth and the bridge that holds it. */
  peerOf(netns: string, iface: string): { iface: string; master: string | null } | null
  podByIp(ip: string): Seen<Pod> | null
  proxyIn(netns: string): Proxy | null
  proxyIds: readonly string[]
  /** Address that istiod gave a ServiceEntry's host by itself, for pods whose DNS the sidecar answers. */
  autoAddress(host: string): { ip: string; origin: Origin } | null
}
