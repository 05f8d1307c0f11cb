import { describe, expect, it } from 'vitest'
import { changedBetween } from '@/lib/istio/diff/compare'
import { assignmentsIn } from '@/lib/istio/diff/endpoints/assignments'
import { RegisteredEndpoints } from '@/lib/istio/diff/endpoints/registered'
import { endpointSections } from '@/lib/istio/diff/endpoints/sections'
import type { JsonObject } from '@/lib/istio/json'

const NAME = 'outbound|80||web.a.svc'
const cluster = (name: string) => ({ cluster: { name, type: 'EDS', eds_cluster_config: { service_name: name } } })
const host = (address: string) => ({ endpoint: { address: { socket_address: { address, port_value: 8080 } } } })
const tunnel = { endpoint: { address: { envoy_internal_address: { server_listener_name: 'connect', endpoint_id: '10.0.0.2:8080' } } } }
const assignment = (name: string, hosts: JsonObject[]) => ({
  endpoint_config: { cluster_name: name, endpoints: [{ lb_endpoints: hosts }] },
})

function envoy(...hosts: JsonObject[]): JsonObject {
  return {
    configs: [
      { '@type': 'x.BootstrapConfigDump', bootstrap: { node: { metadata: { NODE_NAME: 'n1' } } } },
      {
        '@type': 'x.ClustersConfigDump',
        dynamic_active_clusters: [cluster(NAME)],
        dynamic_warming_clusters: [cluster('outbound|81||web.a.svc')],
      },
      { '@type': 'x.EndpointsConfigDump', dynamic_endpoint_configs: [assignment(NAME, hosts)] },
    ],
  }
}

const endpoint = (Address: string, rest: JsonObject = {}) => ({
  Address,
  ServicePortName: 'http',
  EndpointPort: 8080,
  HealthStatus: 1,
  NodeName: 'n1',
  ...rest,
})

function changes(hosts: JsonObject[], endpoints: JsonObject[], attributes: JsonObject = {}) {
  const registered = RegisteredEndpoints.from({ 'web.a.svc': { a: { Shards: { 'Kubernetes/c': endpoints } } } }, [
    { hostname: 'web.a.svc', Attributes: { Namespace: 'a', ...attributes }, ports: [{ name: 'http', port: 80 }] },
  ])
  if (!registered) throw new Error('not read')
  const found = endpointSections(envoy(...hosts), { registered, labels: () => ({}) })
  if (!found?.sent) throw new Error('not compared')
  return { changed: changedBetween(found.sent, found.active).filter(({ name }) => name === NAME), ...found }
}

const differs = [{ name: NAME, change: 'changed' }]

describe('the endpoints of a cluster', () => {
  it('are the same where the addresses are, whatever their order, also behind a tunnel', () => {
    const { changed, sent } = changes([tunnel, host('10.0.0.1')], [endpoint('10.0.0.1'), endpoint('10.0.0.2')])
    expect(changed).toEqual([])
    expect(sent?.resources.map(({ name }) => name)).toEqual([NAME, 'outbound|81||web.a.svc'])
  })

  it('differ by one that either side lacks', () => {
    expect(changes([host('10.0.0.1')], [endpoint('10.0.0.1'), endpoint('10.0.0.2')]).changed).toEqual(differs)
    expect(changes([host('10.0.0.1'), host('10.0.0.2')], [endpoint('10.0.0.1')]).changed).toEqual(differs)
    expect(changes([host('10.0.0.1')], [endpoint('10.0.0.1', { ServicePortName: 'other' })]).changed).toEqual(differs)
  })

  it('may lack, and may have, one that is unhealthy or drains: settings decide that no answer tells', () => {
    const endpoints = [endpoint('10.0.0.1'), endpoint('10.0.0.2', { HealthStatus: 2 }), endpoint('10.0.0.3', { HealthStatus: 3 })]
    expect(changes([host('10.0.0.1')], endpoints).changed).toEqual([])
    expect(changes([host('10.0.0.1'), host('10.0.0.2'), host('10.0.0.3')], endpoints).changed).toEqual([])
  })

  it('are those of its own node where the Service keeps traffic there', () => {
    const endpoints = [endpoint('10.0.0.1'), endpoint('10.0.0.2', { NodeName: 'n2' })]
    expect(changes([host('10.0.0.1')], endpoints, { NodeLocal: true }).changed).toEqual([])
    expect(changes([host('10.0.0.1')], endpoints).changed).toEqual(differs)
  })

  it('are not decided across networks: a gateway stands in for those of another', () => {
    const { changed, undecided } = changes([host('10.0.0.1')], [endpoint('10.0.0.1'), endpoint('10.0.0.2', { Network: 'far' })])
    expect([changed, undecided]).toEqual([[], 2])
  })

  it("are istiod's own answer where its dump holds EDS, and one that a warming cluster waits for is only there", () => {
    const sent = {
      configs: [
        {
          '@type': 'x.EndpointsConfigDump',
          dynamicEndpointConfigs: ['outbound|81||web.a.svc', NAME].map((clusterName) => ({
            endpointConfig: {
              clusterName,
              endpoints: [{ lbEndpoints: [{ endpoint: { address: { socketAddress: { address: '10.0.0.1', portValue: 8080 } } } }] }],
            },
          })),
        },
      ],
    }
    const assignments = assignmentsIn(sent)
    const found = assignments && endpointSections(envoy(host('10.0.0.1')), { assignments })
    expect(found?.sent && changedBetween(found.sent, found.active)).toEqual([{ name: 'outbound|81||web.a.svc', change: 'removed' }])
    expect(assignmentsIn({ configs: [] })).toBeNull()
  })
})
