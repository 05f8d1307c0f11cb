import type { EnvoyState } from '@/lib/envoy/evaluate/state'
import type { Downstream, HttpRequest } from '@/lib/envoy/model'
import { parseClusters } from '@/lib/envoy/parse/clusters'
import { parseConfigDump } from '@/lib/envoy/parse/config-dump'

const ADMIN = 'type.googleapis.com/envoy.admin.v3.'
export const HCM = 'type.googleapis.com/envoy.extensions.filters.network.http_connection_manager.v3.HttpConnectionManager'
export const TCP = 'type.googleapis.com/envoy.extensions.filters.network.tcp_proxy.v3.TcpProxy'
export const ROUTER = {
  name: 'envoy.filters.http.router',
  typed_config: { '@type': 'type.googleapis.com/envoy.extensions.filters.http.router.v3.Router' },
}

/** A config_dump with these static resources. */
export function dumpText(parts: {
  listeners?: object[]
  routes?: object[]
  clusters?: object[]
  more?: object[]
  bootstrap?: object
}): string {
  return JSON.stringify({
    configs: [
      { '@type': `${ADMIN}BootstrapConfigDump`, bootstrap: parts.bootstrap ?? {} },
      { '@type': `${ADMIN}ClustersConfigDump`, static_clusters: (parts.clusters ?? []).map((cluster) => ({ cluster })) },
      { '@type': `${ADMIN}ListenersConfigDump`, static_listeners: (parts.listeners ?? []).map((listener) => ({ listener })) },
      { '@type': `${ADMIN}RoutesConfigDump`, dynamic_route_configs: (parts.routes ?? []).map((route_config) => ({ route_config })) },
      { '@type': `${ADMIN}SecretsConfigDump` },
      ...(parts.more ?? []),
    ],
  })
}

export function socketAddress(address: string, port: number): object {
  return { socket_address: { address, port_value: port } }
}

/** A STATIC cluster with these hosts ("1.2.3.4:80"). */
export function staticCluster(name: string, hosts: string[], more: object = {}): object {
  const endpoints = hosts.map((host) => {
    const [ip = '', port] = host.split(':')
    return { endpoint: { address: socketAddress(ip, Number(port)) } }
  })
  return { name, type: 'STATIC', load_assignment: { cluster_name: name, endpoints: [{ lb_endpoints: endpoints }] }, ...more }
}

/** A listener on 0.0.0.0:8080 with one HTTP chain. */
export function httpListener(routeConfig: object, filters: object[] = [], manager: object = {}): object {
  const config = { '@type': HCM, route_config: routeConfig, http_filters: [...filters, ROUTER], ...manager }
  return { name: 'web', address: socketAddress('0.0.0.0', 8080), filter_chains: [{ filters: [{ name: 'http', typed_config: config }] }] }
}

export function stateOf(parts: Parameters<typeof dumpText>[0], clusters: object | null = null): EnvoyState {
  return { dump: parseConfigDump(dumpText(parts)), clusters: clusters === null ? null : parseClusters(JSON.stringify(clusters)) }
}

export function request(path: string, authority = 'shop.example.com', headers: Record<string, string> = {}, method = 'GET'): HttpRequest {
  return { method, scheme: 'http', authority, path, headers: new Map(Object.entries(headers)) }
}

/** A plain connection to 10.0.0.1:8080 with this request. */
export function plain(http: HttpRequest | null, more: Partial<Downstream> = {}): Downstream {
  const local = { ip: '10.0.0.1', port: 8080 }
  return { local, originalDst: local, remote: { ip: '192.0.2.7', port: 40000 }, tls: null, request: http, ...more }
}
