import { addressText, type EnvoyAddress, readAddress } from '@/lib/envoy/config/address'
import type { Cluster } from '@/lib/envoy/config/cluster'
import { type ClusterStatuses, type HostLoad, localityName } from '@/lib/envoy/parse/clusters'
import type { ConfigDump } from '@/lib/envoy/parse/config-dump'
import type { JsonNode } from '@/lib/envoy/parse/json-node'

/** A host of a cluster with everything that decides whether and how it is used. */
export interface Host {
  address: EnvoyAddress
  hostname: string | null
  weight: number
  priority: number
  locality: string
  /** Weight of its locality; null when none is set. */
  localityWeight: number | null
  failed: string[]
  degraded: boolean
  /** It counts neither for nor against its priority's health (draining, not checked yet, or excluded by an immediate failure). */
  excluded: boolean
  /** null: not observed. */
  active: HostLoad | null
  /** The endpoint's metadata.filter_metadata. */
  metadata: JsonNode
  file: 'clusters' | 'config_dump'
  pointer: string
}

const UNHEALTHY: ReadonlySet<string> = new Set(['UNHEALTHY', 'DRAINING', 'TIMEOUT'])

function assignedHosts(assignment: JsonNode): Host[] {
  return assignment
    .get('endpoints')
    .items()
    .flatMap((group) =>
      group
        .get('lb_endpoints')
        .items()
        .map((entry): Host => {
          const health = entry.get('health_status').text() ?? 'UNKNOWN'
          return {
            address: readAddress(entry.at('endpoint', 'address')),
            hostname: entry.at('endpoint', 'hostname').text(),
            weight: entry.get('load_balancing_weight').number() ?? 1,
            priority: group.get('priority').number() ?? 0,
            locality: localityName(group.get('locality')),
            localityWeight: group.get('load_balancing_weight').number(),
            failed: UNHEALTHY.has(health) ? [`EDS health ${health}`] : [],
            degraded: health === 'DEGRADED',
            excluded: health === 'DRAINING',
            active: null,
            metadata: entry.at('metadata', 'filter_metadata'),
            file: 'config_dump',
            pointer: entry.pointer,
          }
        }),
    )
}

/** The endpoint assignment of a cluster: what EDS gave, else the cluster's own `load_assignment`. */
function assignmentOf(cluster: Cluster, dump: ConfigDump): JsonNode {
  const given = dump.endpoints().get(cluster.edsName) ?? dump.endpoints().get(cluster.name)
  return given?.node ?? cluster.node.get('load_assignment')
}

/** How many hosts a cluster has, without reading them. */
export function endpointCount(cluster: Cluster, dump: ConfigDump, statuses: ClusterStatuses | null): number {
  const assigned = assignmentOf(cluster, dump)
    .get('endpoints')
    .items()
    .reduce((sum, group) => sum + group.get('lb_endpoints').length, 0)
  return Math.max(assigned, statuses?.hostCount(cluster.name) ?? 0)
}

/**
 * The hosts of a cluster. clusters.json says what the load balancer really has (health, outlier detection, resolved DNS
 * names); the assignment adds metadata and locality weights. Without clusters.json the assignment stands alone.
 */
export function hostsOf(cluster: Cluster, dump: ConfigDump, statuses: ClusterStatuses | null): Host[] {
  const assigned = assignedHosts(assignmentOf(cluster, dump))
  const status = statuses?.byName.get(cluster.name)?.()
  if (status === undefined) return assigned
  const byAddress = new Map(assigned.map((host) => [addressText(host.address), host]))
  const byHostname = new Map(assigned.toReversed().flatMap((host) => (host.hostname === null ? [] : [[host.hostname, host]])))
  const localityWeights = new Map(assigned.map((host) => [`${host.priority} ${host.locality}`, host.localityWeight]))
  return status.hosts.map((host): Host => {
    const known = byAddress.get(addressText(host.address)) ?? (host.hostname === null ? undefined : byHostname.get(host.hostname))
    // A DNS name resolves to addresses that no assignment lists: they share the metadata of the only endpoint there is.
    const source = known ?? (assigned.length === 1 ? assigned[0] : undefined)
    return {
      ...host,
      localityWeight: source?.localityWeight ?? localityWeights.get(`${host.priority} ${host.locality}`) ?? null,
      metadata: source?.metadata ?? cluster.node.get('no_metadata'),
      file: 'clusters',
      pointer: host.pointer,
    }
  })
}

/**
 * `policy` of a cluster's endpoint assignment: overprovisioning, weighted health, what is dropped. Of what EDS gave, Envoy's
 * dump keeps overprovisioning_factor alone.
 */
export function assignmentPolicy(cluster: Cluster, dump: ConfigDump): JsonNode {
  const own = cluster.node.at('load_assignment', 'policy')
  return own.exists ? own : assignmentOf(cluster, dump).get('policy')
}
