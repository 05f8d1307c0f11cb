import { type EnvoyAddress, isWildcardIp } from '@/lib/envoy/config/address'
import { type Cluster, readCluster } from '@/lib/envoy/config/cluster'
import { bindsToPort, isInternal, type Listener, listenerAddresses, readListener } from '@/lib/envoy/config/listener'
import { type RouteConfig, readRouteConfig } from '@/lib/envoy/config/route-config'
import { type Runtime, readRuntime } from '@/lib/envoy/config/runtime'
import type { LoadedCertificates } from '@/lib/envoy/parse/certs'
import type { ClusterStatuses } from '@/lib/envoy/parse/clusters'
import type { ConfigDump, Resource } from '@/lib/envoy/parse/config-dump'
import type { ListenerStatuses } from '@/lib/envoy/parse/listeners'
import type { Stats } from '@/lib/envoy/parse/stats'

/** What is known of one proxy at one moment; only the dump is needed, the rest sharpens the answer. */
export interface EnvoyState {
  dump: ConfigDump
  clusters: ClusterStatuses | null
  listeners?: ListenerStatuses | null
  stats?: Stats | null
  certs?: LoadedCertificates | null
  /** Seconds since 1970 at which the request is sent (expiry of tokens); left out: not known. */
  nowSeconds?: number
}

/** Lookups and normalised resources of one dump, made when first asked for and kept with it. */
export class ProxyIndex {
  private readonly listenersMade = new Map<Resource, Listener>()
  private readonly clustersMade = new Map<string, Cluster>()
  private readonly routesMade = new Map<string, RouteConfig>()
  private readonly runtimesMade = new Map<boolean, Runtime>()
  private internal: Resource[] | null = null
  private bySocket: Map<string, { bound: Resource[]; handed: Resource[] }> | null = null

  constructor(readonly dump: ConfigDump) {}

  private sockets(): Map<string, { bound: Resource[]; handed: Resource[] }> {
    if (this.bySocket !== null) return this.bySocket
    const map = new Map<string, { bound: Resource[]; handed: Resource[] }>()
    for (const resource of this.dump.listeners()) {
      if (resource.state === 'draining') continue
      const bound = bindsToPort(resource.node)
      for (const address of listenerAddresses(resource.node)) {
        const key = socketKey(address)
        if (key === null) continue
        const entry = map.get(key) ?? { bound: [], handed: [] }
        entry[bound ? 'bound' : 'handed'].push(resource)
        map.set(key, entry)
      }
    }
    this.bySocket = map
    return map
  }

  /** The listeners whose address is exactly this ("*" for every local address), active ones before warming ones. */
  listenersAt(ip: string, port: number, bound: boolean): Listener[] {
    const entry = this.sockets().get(`${ip} ${port}`)
    const found = entry?.[bound ? 'bound' : 'handed'] ?? []
    return [...found].sort((a, b) => Number(a.state !== 'active') - Number(b.state !== 'active')).map((resource) => this.listener(resource))
  }

  /** The internal listener of that name, an active one before a warming one. */
  internalListener(name: string): Listener | null {
    this.internal ??= this.dump.listeners().filter((one) => one.state !== 'draining' && isInternal(one.node))
    const named = this.internal.filter((one) => one.name === name)
    const found = named.find((one) => one.state === 'active') ?? named[0]
    return found === undefined ? null : this.listener(found)
  }

  listener(resource: Resource): Listener {
    const known = this.listenersMade.get(resource)
    if (known !== undefined) return known
    const made = readListener(resource)
    this.listenersMade.set(resource, made)
    return made
  }

  /** What the bootstrap says of Envoy's runtime. */
  runtime(stats: Stats | null | undefined): Runtime {
    const isSetByAdmin = stats?.values.get('runtime.admin_overrides_active') === 1
    const made = this.runtimesMade.get(isSetByAdmin) ?? readRuntime(this.dump.bootstrap(), isSetByAdmin)
    this.runtimesMade.set(isSetByAdmin, made)
    return made
  }

  cluster(name: string): Cluster | null {
    const known = this.clustersMade.get(name)
    if (known !== undefined) return known
    const resource = this.dump.clusters().get(name)
    if (resource === undefined) return null
    const made = readCluster(resource)
    this.clustersMade.set(name, made)
    return made
  }

  /** A dynamic (RDS) route configuration. */
  routeConfig(name: string): RouteConfig | null {
    const known = this.routesMade.get(name)
    if (known !== undefined) return known
    const resource = this.dump.routes().get(name)
    if (resource === undefined) return null
    const made = readRouteConfig(resource.node)
    this.routesMade.set(name, made)
    return made
  }
}

function socketKey(address: EnvoyAddress): string | null {
  if (address.kind !== 'socket') return null
  return `${isWildcardIp(address.ip) ? '*' : address.ip} ${address.port}`
}

const indexes = new WeakMap<ConfigDump, ProxyIndex>()

/** The index of a dump; the same dump always gets the same one. */
export function indexOf(dump: ConfigDump): ProxyIndex {
  const known = indexes.get(dump)
  if (known !== undefined) return known
  const made = new ProxyIndex(dump)
  indexes.set(dump, made)
  return made
}
