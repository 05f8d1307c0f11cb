import type { OverviewPlace } from '@/lib/api/overview'
import type { Service } from '@/lib/kubernetes/services'
import type { Mesh } from '@/lib/mesh/model'
import { type Backend, backendsOf } from '@/lib/mesh/overview/endpoints'
import { type GatewayRoute, gatewayRoutes } from '@/lib/mesh/overview/gateway-routes'
import { backendNote, type Note, noteOf } from '@/lib/mesh/overview/notes'
import { type PlannedRow, plainQuestion } from '@/lib/mesh/overview/plan'

type ServicePort = NonNullable<Service['spec']['ports']>[number]

/** A name that no mesh has (RFC 2606), to ask for “any other host”. */
const OTHER_HOST = 'other.invalid'

/** Name of the virtual host of Envoy's own static listeners in Istio's bootstrap. */
const PROXY_OWN = 'backend'

/** Every way in: the node ports of all Services, by host and route where a proxy stands behind them. Those behind a proxy come first. */
export function waysIn(mesh: Mesh): PlannedRow[] {
  const sender = mesh.facts.clients[0]?.name ?? mesh.facts.nodes[0]?.name
  if (sender === undefined) return []
  const direct: PlannedRow[] = []
  const routed: PlannedRow[] = []
  for (const service of mesh.services) {
    for (const port of service.spec.ports ?? []) {
      if (!port.nodePort || (port.protocol ?? 'TCP') !== 'TCP') continue
      const backends = backendsOf(mesh, service, port)
      const routes = routesBehind(mesh, backends)
      const rows =
        routes === null || routes.length === 0
          ? [directRow(mesh, sender, service, port, backends)]
          : routedRows(mesh, sender, service, port, routes)
      ;(routes === null || routes.length === 0 ? direct : routed).push(...rows)
    }
  }
  // A route without an Istio object behind it is the proxy's own (its health check), of less interest.
  const ownRoute = (row: PlannedRow) => Number(row.host?.note === PROXY_OWN)
  return [...routed.sort((a, b) => ownRoute(a) - ownRoute(b)), ...direct]
}

function routesBehind(mesh: Mesh, backends: readonly Backend[]): GatewayRoute[] | null {
  for (const backend of backends) {
    const proxy = backend.netns === null ? null : mesh.proxyIn(backend.netns)
    if (proxy && backend.port !== null) {
      const routes = gatewayRoutes(proxy, backend.port)
      if (routes) return routes
    }
  }
  return null
}

function entryOf(service: Service, port: ServicePort): OverviewPlace {
  const target = port.targetPort ?? port.port
  const local = service.spec.externalTrafficPolicy === 'Local' ? ' · policy Local' : ''
  return { kind: 'node', title: `:${port.nodePort} → ${target}`, note: `${port.name ?? 'tcp'} · ${service.metadata.name}${local}` }
}

const groupOf = (service: Service, port: ServicePort) => `${service.metadata.namespace}/${service.metadata.name}:${port.nodePort}`

function waysAt(
  mesh: Mesh,
  sender: string,
  port: ServicePort,
  scheme: string,
  path: string,
  host: string | null,
  headers: [string, string][],
) {
  return mesh.facts.nodes.map((node) => ({
    node: node.name,
    question: plainQuestion(sender, `${scheme}://${node.ip}:${port.nodePort}${path.startsWith('/') ? path : `/${path}`}`, mesh.at, {
      host,
      headers,
    }),
  }))
}

function directRow(mesh: Mesh, sender: string, service: Service, port: ServicePort, backends: readonly Backend[]): PlannedRow {
  const group = groupOf(service, port)
  const scheme = port.name?.startsWith('https') ? 'https' : 'http'
  const destination: OverviewPlace = {
    kind: 'pod',
    title: `${service.metadata.name}.${service.metadata.namespace}:${port.port}`,
    ...backendNote(backends),
  }
  return {
    id: group,
    group,
    side: 'outside',
    entry: entryOf(service, port),
    host: null,
    route: null,
    destination,
    ways: waysAt(mesh, sender, port, scheme, '/', null, []),
  }
}

/** A route's weights or subset; else how many pods stand behind its cluster's Service. */
function destinationNote(mesh: Mesh, { note, cluster }: NonNullable<GatewayRoute['destination']>): Note {
  if (note !== null) return { note }
  const [, portText, , host] = cluster.split('|')
  const [name, namespace] = host?.split('.') ?? []
  const service = mesh.services.find((one) => one.metadata.name === name && one.metadata.namespace === namespace && host?.includes('.svc.'))
  const port = service?.spec.ports?.find((one) => String(one.port) === portText)
  return service && port ? backendNote(backendsOf(mesh, service, port)) : noteOf('cluster')
}

function routedRows(mesh: Mesh, sender: string, service: Service, port: ServicePort, routes: readonly GatewayRoute[]): PlannedRow[] {
  const group = groupOf(service, port)
  const entry = entryOf(service, port)
  const rows = routes.map((route, index): PlannedRow => {
    const any = route.domain === '*'
    const host = any ? null : route.domain.replace('*', 'any')
    return {
      id: `${group} ${route.domain} ${index}`,
      group,
      side: 'outside',
      entry,
      host: { kind: 'host', title: route.domain, note: route.object ?? route.virtualHost },
      route: { kind: 'route', title: route.match.replace(/^(prefix|path) /, ''), note: route.match.split(' ')[0] ?? '' },
      destination: route.destination && { kind: 'pod', title: route.destination.title, ...destinationNote(mesh, route.destination) },
      ways: waysAt(mesh, sender, port, route.tls ? 'https' : 'http', route.path, host, route.headers),
    }
  })
  if (routes.some((route) => route.domain === '*')) return rows
  const tls = routes.every((route) => route.tls)
  const other: OverviewPlace = { kind: 'host', title: '*', note: '' }
  return [
    ...rows,
    {
      id: `${group} other`,
      group,
      side: 'outside',
      entry,
      host: other,
      route: null,
      destination: null,
      ways: waysAt(mesh, sender, port, tls ? 'https' : 'http', '/', OTHER_HOST, []),
    },
  ]
}
