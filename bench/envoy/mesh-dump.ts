import { field, isObject, type Json, type JsonObject, listField, textField } from '@/lib/istio/json'

/** Subsets of each Service, as a DestinationRule with versions makes them: each has a cluster and an assignment of its own. */
const SUBSETS = ['v1', 'v2', 'v3']

/** A Service of the recorded dump, as the JSON texts of its resources. */
interface Shape {
  name: string
  cluster: string
  assignment: string
  virtualHost: string
}

/**
 * A config_dump as Envoy prints it, grown from a recorded one to so many Services more, all in the shape that a recorded Service has:
 * clusters, endpoint assignments, and a virtual host in its route configuration. Throws when the dump has no such Service.
 */
export function meshDump(recorded: Json, services: number): string {
  const section = (name: string) => listField(recorded, 'configs').find((one) => textField(one, '@type')?.endsWith(`.${name}`))
  const clusters = listField(section('ClustersConfigDump'), 'dynamic_active_clusters')
  const assignments = listField(section('EndpointsConfigDump'), 'dynamic_endpoint_configs')
  const hosts = listField(section('RoutesConfigDump'), 'dynamic_route_configs')
    .map((one) => listField(field(one, 'route_config'), 'virtual_hosts'))
    .sort((a, b) => b.length - a.length)[0]
  if (!hosts) throw new Error('The dump has no routes.')
  const shape = shapeOf(clusters, assignments, hosts)
  for (let n = 0; n < services; n++) {
    const own = (text: string) => renamed(text, shape.name, n)
    for (const subset of ['', ...SUBSETS]) {
      const of = (text: string) => own(text).replaceAll(/\|(\d+)\|\|/g, `|$1|${subset}|`)
      clusters.push(JSON.parse(of(shape.cluster)))
      assignments.push(JSON.parse(of(shape.assignment)))
    }
    hosts.push(JSON.parse(own(shape.virtualHost)))
  }
  return JSON.stringify(recorded, null, 1)
}

/** The last Service that has all three. */
function shapeOf(clusters: readonly Json[], assignments: readonly Json[], hosts: readonly Json[]): Shape {
  const byCluster = new Map(assignments.map((one) => [textField(field(one, 'endpoint_config'), 'cluster_name'), one]))
  for (const host of hosts.toReversed()) {
    const name = listField(host, 'domains').find((domain) => typeof domain === 'string' && domain.includes('.svc.'))
    const cluster = clusters.find(
      (one) => typeof name === 'string' && textField(field(one, 'cluster'), 'name')?.endsWith(`||${name.split(':')[0]}`),
    )
    const assignment = byCluster.get(textField(field(cluster, 'cluster'), 'name'))
    if (typeof name !== 'string' || !isObject(cluster) || !isObject(assignment)) continue
    return { name: name.split('.')[0] ?? '', ...texts({ cluster, assignment, virtualHost: host }) }
  }
  throw new Error('The dump has no Service with a cluster, endpoints and a virtual host.')
}

const texts = (resources: { cluster: JsonObject; assignment: JsonObject; virtualHost: Json }): Omit<Shape, 'name'> => ({
  cluster: JSON.stringify(resources.cluster),
  assignment: JSON.stringify(resources.assignment),
  virtualHost: JSON.stringify(resources.virtualHost),
})

/** The n-th copy: another name, other addresses. */
function renamed(text: string, name: string, n: number): string {
  const address = (_: string, last: string) => `"10.${(n >> 8) & 255}.${n & 255}.${last}"`
  return text.replaceAll(name, `grown-${n}`).replaceAll(/"\d{1,3}\.\d{1,3}\.\d{1,3}\.(\d{1,3})"/g, address)
}
