import type { Named } from '@/lib/istio/describe/facts'
import { type Lookup, objectOf } from '@/lib/istio/describe/lookup'
import { istioConfig, type ProxyDump } from '@/lib/istio/describe/proxy-dump'
import { httpManagers, rbacPolicies } from '@/lib/istio/describe/rbac'
import { serviceHost } from '@/lib/istio/describe/virtual-service'
import { field, type Json, listField, textField } from '@/lib/istio/json'

const VIRTUAL_INBOUND = 'virtualInbound'

/**
 * As istioctl looks, which takes the first that seems to fit: a cluster whose name holds the host and the port anywhere, the first route
 * to the Service, the first HTTP filter chain of whatever port. What it prints can be compared only so.
 */
export const istioctlLookup: Lookup = {
  gatewaysOnce: true,

  destinationRule: ({ clusters }, service, port) => {
    const parts = [serviceHost(service), 'outbound', `|${port}|`]
    const found = clusters.find(({ name, config }) => config !== null && parts.every((part) => name.includes(part)))
    return found?.config ? objectOf(found.config, 'destination-rule') : null
  },

  virtualServices: (dump, service, port) => {
    const found = objectOf(istioConfig(firstRoute(dump, service, port)) ?? '', 'virtual-service')
    return found ? [found] : []
  },

  rbac: ({ listeners }, port) => {
    const first = listeners
      .filter((listener) => textField(listener, 'name') === VIRTUAL_INBOUND || isInboundOf(listener, port))
      .flatMap(httpManagers)[0]
    return first === undefined ? [] : (rbacPolicies(first)[0] ?? [])
  },
}

function firstRoute({ routeConfigs }: ProxyDump, service: Named, port: number): Json | undefined {
  for (const { name, virtualHosts } of routeConfigs) {
    if (name !== String(port) && !name.startsWith('http.') && !name.startsWith('https.')) continue
    for (const { domains, routes } of virtualHosts) {
      const own = domains.some((domain) => isService(domain, service))
      const found = routes.find((route) => own || leadsTo(route, service, port))
      if (found !== undefined) return found
    }
  }
  return undefined
}

/** Whether a text ends with the Service's whole name, after a dot or anything that is no part of a name. */
function isService(text: string, { name, namespace }: Named): boolean {
  const [, service, of] = /([^.]+)\.([^.]+)\.svc\.cluster\.local$/.exec(text) ?? []
  return service === name && of === namespace
}

/** Of weighted clusters only the first counts. */
function leadsTo(route: Json, service: Named, port: number): boolean {
  const action = field(route, 'route')
  const cluster = textField(action, 'cluster') ?? textField(listField(field(action, 'weighted_clusters'), 'clusters')[0], 'name') ?? ''
  const [, at, host = ''] = /outbound\|(\d+)\|[^|]*\|([^|]+)$/.exec(cluster) ?? []
  return at === String(port) && /^[^.]+\.[^.]+\.svc\.cluster\.local$/.test(host) && isService(host, service)
}

/** Before Istio 1.6 each inbound port had a listener; outbound ones of a Service's own address are taken for such. */
function isInboundOf(listener: Json, port: number): boolean {
  const address = field(field(listener, 'address'), 'socket_address')
  return field(address, 'port_value') === port && textField(address, 'address') !== '0.0.0.0'
}
