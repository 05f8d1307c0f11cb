import { type EnvoyAddress, readAddress } from '@/lib/envoy/config/address'
import type { JsonNode } from '@/lib/envoy/parse/json-node'
import { parseJsonText } from '@/lib/envoy/parse/json-text'
import { MAX_ADMIN_CHARS } from '@/lib/envoy/parse/limits'
import { type EnvoyProblem, report } from '@/lib/envoy/parse/problem'

/** One host of a cluster as Envoy's load balancer sees it. `health` lists what keeps it out; empty: healthy. */
export interface HostStatus {
  address: EnvoyAddress
  hostname: string | null
  weight: number
  priority: number
  locality: string
  failed: string[]
  degraded: boolean
  /** Neither for nor against the health of its priority. */
  excluded: boolean
  active: HostLoad
  pointer: string
}

/** What was under way to a host, of all priorities, when it was observed. */
export interface HostLoad {
  connections: number
  requests: number
}

export interface ClusterStatus {
  name: string
  addedViaApi: boolean
  hosts: HostStatus[]
  pointer: string
}

/** A parsed `/clusters?format=json`. */
export interface ClusterStatuses {
  byName: ReadonlyMap<string, () => ClusterStatus>
  /** How many hosts a cluster has, without reading them; 0: there is no such cluster. */
  hostCount(name: string): number
  problems: readonly EnvoyProblem[]
}

const FAILED_FLAGS = [
  ['failed_active_health_check', 'failed active health check'],
  ['failed_outlier_check', 'ejected by outlier detection'],
  ['excluded_via_immediate_hc_fail', 'excluded by immediate health check failure'],
] as const
const FAILED_EDS: ReadonlySet<string> = new Set(['UNHEALTHY', 'DRAINING', 'TIMEOUT'])

/** A locality as "region/zone/sub_zone"; empty when none is set. */
export function localityName(node: JsonNode): string {
  const parts = ['region', 'zone', 'sub_zone'].map((field) => node.get(field).text() ?? '')
  return parts.some((part) => part !== '') ? parts.join('/') : ''
}

/** What keeps a host out, of `health_status` in clusters.json. */
function readHealth(node: JsonNode): Pick<HostStatus, 'failed' | 'degraded' | 'excluded'> {
  const failed: string[] = FAILED_FLAGS.flatMap(([flag, words]) => (node.get(flag).flag() ? [words] : []))
  const eds = node.get('eds_health_status').text() ?? 'UNKNOWN'
  if (FAILED_EDS.has(eds)) failed.push(`EDS health ${eds}`)
  const degraded = node.get('failed_active_degraded_check').flag() || eds === 'DEGRADED'
  const excluded = ['pending_active_hc', 'excluded_via_immediate_hc_fail'].some((flag) => node.get(flag).flag()) || eds === 'DRAINING'
  return { failed, degraded, excluded }
}

/** The gauges among a host's statistics; one of 0 has no value. */
function readLoad(stats: JsonNode): HostLoad {
  const gauge = (name: string) =>
    stats
      .items()
      .find((stat) => stat.get('name').text() === name)
      ?.get('value')
      .number() ?? 0
  return { connections: gauge('cx_active'), requests: gauge('rq_active') }
}

function readHost(node: JsonNode): HostStatus {
  return {
    address: readAddress(node.get('address')),
    hostname: node.get('hostname').text(),
    weight: node.get('weight').number() ?? 1,
    priority: node.get('priority').number() ?? 0,
    locality: localityName(node.get('locality')),
    ...readHealth(node.get('health_status')),
    active: readLoad(node.get('stats')),
    pointer: node.pointer,
  }
}

function readCluster(name: string, node: JsonNode): () => ClusterStatus {
  let made: ClusterStatus | null = null
  return () => {
    made ??= {
      name,
      addedViaApi: node.get('added_via_api').flag(),
      hosts: node.get('host_statuses').items().map(readHost),
      pointer: node.pointer,
    }
    return made
  }
}

/** Parses `/clusters?format=json` (envoy.admin.v3.Clusters); a cluster's hosts are read when asked for. Never throws. */
export function parseClusters(text: string): ClusterStatuses {
  const problems: EnvoyProblem[] = []
  const root = parseJsonText(text, MAX_ADMIN_CHARS, problems)
  const statuses = root.get('cluster_statuses')
  if (root.exists && !statuses.exists) report(problems, '/cluster_statuses', 'There are no cluster statuses in it.')
  const byName = new Map<string, () => ClusterStatus>()
  const counts = new Map<string, number>()
  for (const node of statuses.items()) {
    const name = node.get('name').text()
    if (name === null) report(problems, node.pointer, 'A cluster status without a name.')
    else {
      byName.set(name, readCluster(name, node))
      counts.set(name, node.get('host_statuses').length)
    }
  }
  return { byName, hostCount: (name) => counts.get(name) ?? 0, problems }
}
