import { describe, expect, it } from 'vitest'
import { istioctlLookup } from '@/lib/istio/describe/istioctl-lookup'
import { ownLookup } from '@/lib/istio/describe/own-lookup'
import type { ProxyDump } from '@/lib/istio/describe/proxy-dump'
import type { Json, JsonObject } from '@/lib/istio/json'

const web = { name: 'web', namespace: 'shop' }
const host = 'web.shop.svc.cluster.local'
const empty: ProxyDump = { listeners: [], routeConfigs: [], clusters: [] }

const config = (kind: string, name: string) => `/apis/networking.istio.io/v1/namespaces/shop/${kind}/${name}`
const metadata = (name: string) => ({ filter_metadata: { istio: { config: config('virtual-service', name) } } })
const toCluster = (name: string, cluster: string): Json => ({ metadata: metadata(name), route: { cluster } })
const weighted = (name: string, ...clusters: string[]): Json => ({
  metadata: metadata(name),
  route: { weighted_clusters: { clusters: clusters.map((cluster) => ({ name: cluster })) } },
})

const chain = (port: number | null, ...policies: string[]): Json => ({
  ...(port === null ? {} : { filter_chain_match: { destination_port: port } }),
  filters: [
    {
      typed_config: {
        '@type': 'type.googleapis.com/envoy.extensions.filters.network.http_connection_manager.v3.HttpConnectionManager',
        http_filters: policies.map((policy) => ({
          name: 'envoy.filters.http.rbac',
          typed_config: { rules: { policies: { [policy]: {} } } },
        })),
      },
    },
  ],
})
const listener = (name: string, address: string, port: number, ...filter_chains: Json[]): JsonObject => ({
  name,
  address: { socket_address: { address, port_value: port } },
  filter_chains,
})

describe('the DestinationRule of a port', () => {
  const clusters = [
    { name: `outbound|80||old-${host}`, config: config('destination-rule', 'old-web') },
    { name: `outbound|80||${host}`, config: '' },
    { name: `outbound|80|v1|${host}`, config: config('destination-rule', 'web') },
  ]
  it('is that of the first cluster which holds its host in its name for istioctl, and the Service’s own in truth', () => {
    expect(istioctlLookup.destinationRule({ ...empty, clusters }, web, 80)?.name).toBe('old-web')
    expect(ownLookup.destinationRule({ ...empty, clusters }, web, 80)?.name).toBe('web')
    expect(ownLookup.destinationRule({ ...empty, clusters }, web, 81)).toBeNull()
  })
})

describe('the VirtualServices of a port', () => {
  const routes = [
    weighted('second', `outbound|80||api.shop.svc.cluster.local`, `outbound|80|v1|${host}`),
    toCluster('third', `outbound|80||${host}`),
  ]
  const dump = (name: string, domains: string[] = ['*']): ProxyDump => ({
    ...empty,
    routeConfigs: [{ name, virtualHosts: [{ domains, routes }] }],
  })
  const names = (lookup: typeof ownLookup, found: ProxyDump, port = 80) => lookup.virtualServices(found, web, port).map(({ name }) => name)

  it('is the first whose first cluster is the Service’s for istioctl, and all that lead to it in truth', () => {
    expect(names(istioctlLookup, dump('http.8080'))).toEqual(['third'])
    expect(names(ownLookup, dump('http.8080'))).toEqual(['second', 'third'])
    expect(names(ownLookup, dump('http.8080'), 81)).toEqual([])
  })

  it('is that of the Service’s own virtual host, wherever it leads, in the routes of its port', () => {
    expect(names(istioctlLookup, dump('80', [host]))).toEqual(['second'])
    expect(names(ownLookup, dump('81', [host]), 81)).toEqual(['second', 'third'])
  })

  it('istioctl passes over the routes of a Service whose protocol is sniffed', () => {
    expect(names(istioctlLookup, dump(`${host}:80`, [host]))).toEqual([])
    expect(names(ownLookup, dump(`${host}:80`, [host]))).toEqual(['second', 'third'])
  })
})

describe('the RBAC policies of a port', () => {
  const inbound = listener('virtualInbound', '0.0.0.0', 15006, chain(null, 'all'), chain(8080, 'own'))
  const outbound = listener('0.0.0.0_80', '0.0.0.0', 80, chain(null, 'outbound'))

  it('are those of the first HTTP chain for istioctl, and of the pod’s port in truth', () => {
    const dump = { ...empty, listeners: [outbound, inbound] }
    expect(istioctlLookup.rbac(dump, 80, 8080)).toEqual(['all'])
    expect(ownLookup.rbac(dump, 80, 8080)).toEqual(['own'])
    expect(ownLookup.rbac(dump, 80, 9090)).toEqual(['all'])
  })

  it('are none for istioctl where a Service’s own address listens first', () => {
    const dump = { ...empty, listeners: [listener('10.0.0.1_80', '10.0.0.1', 80, chain(null)), inbound] }
    expect(istioctlLookup.rbac(dump, 80, 8080)).toEqual([])
    expect(istioctlLookup.rbac(dump, 81, 8080)).toEqual(['all'])
  })
})
