import { field, type Json, listField, textField } from '@/lib/istio/json'
import { addressOf } from '@/lib/istio/proxy-config/address'
import { clusterWords, inlineRoute } from '@/lib/istio/proxy-config/describe'
import { type Resource, resourcesOf } from '@/lib/istio/proxy-config/resources'

/** One filter chain of a listener, as `istioctl proxy-config listeners` prints it; `leads`: what the destination names. */
export interface ListenerRow {
  addresses: string
  port: number
  match: string
  destination: string
  leads: { routeConfig: string } | { cluster: string } | null
  listener: string
  pointer: string
}

const HTTP = 'http_connection_manager'
const TCP = 'tcp_proxy'
/** Protocols that Istio's filter chains ask for together, by their short name. */
const ALPN = new Map([
  [['http/1.0', 'http/1.1', 'h2c', 'istio-http/1.0', 'istio-http/1.1', 'istio-h2'].join(), 'App: HTTP TLS'],
  [['istio', 'istio-http/1.0', 'istio-http/1.1', 'istio-h2'].join(), 'App: Istio HTTP Plain'],
  [['istio-peer-exchange', 'istio'].join(), 'App: TCP TLS'],
  [['http/1.0', 'http/1.1', 'h2c'].join(), 'App: HTTP'],
])

/** The filter chains of all active and static listeners, by port, address and type; those of one listener by destination, backwards. */
export function listenerRows(dump: Json): ListenerRow[] {
  const listeners = resourcesOf(dump, 'listeners').filter(({ state }) => state === 'active' || state === 'static')
  return listeners
    .map((listener) => ({ listener, ...addressOf(field(listener.body, 'address')), type: typeOf(listener.body) }))
    .sort((a, b) => (a.port ?? 0) - (b.port ?? 0) || compare(a.text, b.text) || compare(a.type, b.type))
    .flatMap(({ listener, text, port }) => rowsOf(listener, text, port ?? 0).sort((a, b) => compare(b.destination, a.destination)))
}

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0)

function chainsOf(listener: Json): Json[] {
  const fallback = field(listener, 'default_filter_chain')
  return [...listField(listener, 'filter_chains'), ...(fallback === undefined ? [] : [fallback])]
}

function typeOf(listener: Json): string {
  const filters = chainsOf(listener).flatMap((chain) => listField(chain, 'filters'))
  const http = filters.some((filter) => isFilter(filter, HTTP))
  const tcp = filters.some((filter) => isFilter(filter, TCP) && textField(field(filter, 'typed_config'), 'cluster') !== 'BlackHoleCluster')
  return http ? (tcp ? 'HTTP+TCP' : 'HTTP') : tcp ? 'TCP' : 'UNKNOWN'
}

const isFilter = (filter: Json, name: string): boolean => textField(filter, 'name') === `envoy.filters.network.${name}`

function rowsOf({ body, name, pointer }: Resource, address: string, port: number): ListenerRow[] {
  const more = listField(body, 'additional_addresses').map((one) => addressOf(field(one, 'address')).text)
  return chainsOf(body).map((chain) => ({
    addresses: [address, ...more].join(','),
    port,
    match: matchOf(field(chain, 'filter_chain_match')),
    ...destinationOf(listField(chain, 'filters')),
    listener: name,
    pointer,
  }))
}

function matchOf(match: Json | undefined): string {
  const texts = (name: string) => listField(match, name).map(String)
  const parts: string[] = []
  const names = texts('server_names')
  if (names.length > 0) parts.push(`SNI: ${names.join(',')}`)
  const transport = textField(match, 'transport_protocol')
  if (transport !== null) parts.push(`Trans: ${transport}`)
  const protocols = texts('application_protocols')
  if (protocols.length > 0) parts.push(ALPN.get(protocols.join()) ?? `App: ${protocols.join(',')}`)
  const port = field(match, 'destination_port')
  const suffix = typeof port === 'number' ? `:${port}` : ''
  const ranges = listField(match, 'prefix_ranges').map(
    (range) => `${textField(range, 'address_prefix') ?? ''}/${field(range, 'prefix_len') ?? 0}`,
  )
  if (ranges.length > 0) parts.push(`Addr: ${ranges.join(',')}${suffix}`)
  else if (suffix !== '') parts.push(`Addr: *${suffix}`)
  return parts.length > 0 ? parts.join('; ') : 'ALL'
}

function destinationOf(filters: readonly Json[]): Pick<ListenerRow, 'destination' | 'leads'> {
  for (const filter of filters) {
    const config = field(filter, 'typed_config')
    if (isFilter(filter, HTTP)) {
      const inline = field(config, 'route_config')
      if (inline !== undefined) return { destination: inlineRoute(inline), leads: routeLead(textField(inline, 'name')) }
      const name = textField(field(config, 'rds'), 'route_config_name')
      return name === null ? { destination: 'HTTP', leads: null } : { destination: `Route: ${name}`, leads: { routeConfig: name } }
    }
    const cluster = isFilter(filter, TCP) ? textField(config, 'cluster') : null
    if (isFilter(filter, TCP) && cluster !== 'BlackHoleCluster')
      return { destination: clusterWords(cluster ?? ''), leads: cluster === null ? null : { cluster } }
  }
  return { destination: 'Non-HTTP/Non-TCP', leads: null }
}

const routeLead = (name: string | null) => (name === null ? null : { routeConfig: name })
