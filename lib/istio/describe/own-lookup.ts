import type { Named } from '@/lib/istio/describe/facts'
import { type Lookup, objectOf } from '@/lib/istio/describe/lookup'
import { istioConfig, type ProxyDump } from '@/lib/istio/describe/proxy-dump'
import { chainPolicies } from '@/lib/istio/describe/rbac'
import { serviceHost } from '@/lib/istio/describe/virtual-service'
import { field, type Json, listField, textField } from '@/lib/istio/json'
import { parseClusterName } from '@/lib/istio/names/cluster-name'

const VIRTUAL_INBOUND = 'virtualInbound'

/** What an Envoy really has for a port: the Service's own clusters, every route to it, the filter chains of that port. */
export const ownLookup: Lookup = {
  gatewaysOnce: false,

  destinationRule: ({ clusters }, service, port) => {
    const host = serviceHost(service)
    const own = clusters.filter(({ name }) => isClusterOf(name, host, port))
    return own.map(({ config }) => objectOf(config ?? '', 'destination-rule')).find((rule) => rule !== null) ?? null
  },

  virtualServices: (dump, service, port) => {
    const found = new Map<string, Named>()
    for (const route of routesTo(dump, serviceHost(service), port)) {
      const named = objectOf(istioConfig(route) ?? '', 'virtual-service')
      if (named) found.set(`${named.namespace}/${named.name}`, named)
    }
    return [...found.values()]
  },

  rbac: ({ listeners }, _port, target) => {
    const inbound = listeners.find((listener) => textField(listener, 'name') === VIRTUAL_INBOUND)
    const chains = inbound
      ? inboundChains(inbound, target)
      : listeners.filter((listener) => listenedPort(listener) === target).flatMap((listener) => listField(listener, 'filter_chains'))
    return [...new Set(chains.flatMap(chainPolicies))].sort()
  },
}

function isClusterOf(name: string, host: string, port: number): boolean {
  const parts = parseClusterName(name)
  return parts?.direction === 'outbound' && parts.host === host && parts.port === port
}

/** Routes that lead to a Service's port, and those of its own virtual host there, wherever they lead. */
function routesTo({ routeConfigs }: ProxyDump, host: string, port: number): Json[] {
  return routeConfigs.flatMap(({ name, virtualHosts }) =>
    virtualHosts.flatMap(({ domains, routes }) => {
      const isOwn = (name === String(port) || name.endsWith(`:${port}`)) && domains.includes(host)
      return isOwn ? routes : routes.filter((route) => clustersOf(route).some((cluster) => isClusterOf(cluster, host, port)))
    }),
  )
}

function clustersOf(route: Json): string[] {
  const action = field(route, 'route')
  const weighted = listField(field(action, 'weighted_clusters'), 'clusters').map((cluster) => textField(cluster, 'name'))
  return [textField(action, 'cluster'), ...weighted].filter((name) => name !== null)
}

/** The chains for a port of the pod; those for all others where none is for this one. */
function inboundChains(listener: Json, target: number | null): Json[] {
  const chains = listField(listener, 'filter_chains')
  const portOf = (chain: Json) => field(field(chain, 'filter_chain_match'), 'destination_port')
  const own = chains.filter((chain) => target !== null && portOf(chain) === target)
  return own.length > 0 ? own : chains.filter((chain) => portOf(chain) === undefined)
}

const listenedPort = (listener: Json) => field(field(field(listener, 'address'), 'socket_address'), 'port_value')
