import type { OverviewPlace } from '@/lib/api/overview'
import type { Walk } from '@/lib/api/step'
import { routeMatchText } from '@/lib/envoy/config/route'
import { indexOf } from '@/lib/envoy/evaluate/state'
import type { Mesh } from '@/lib/mesh/model'

/** A host and path that a gateway has a route for. `host` null: any. */
export interface RouteToAsk {
  host: string | null
  path: string
  hostPlace: OverviewPlace
  routePlace: OverviewPlace
}

/** A name that nobody serves (RFC 6761), to see what happens to any other host. */
const ANY_OTHER = 'any-other-host.invalid'

/** What Envoy routes on the way of a walk: every virtual host's first domain with each of its routes. */
export function routesMet(mesh: Mesh, walk: Walk): RouteToAsk[] | null {
  const step = walk.steps.find((each) => each.proxy !== undefined && (each.routeConfig !== undefined || each.kind === 'listener'))
  const met = walk.steps.find((each) => each.proxy === step?.proxy && each.routeConfig !== undefined)
  const dump = met?.netns ? mesh.proxyIn(met.netns)?.state()?.dump : undefined
  const config = dump && met?.routeConfig ? indexOf(dump).routeConfig(met.routeConfig) : null
  if (!config) return null
  const asked: RouteToAsk[] = []
  for (const virtualHost of config.virtualHosts) {
    const domain = virtualHost.domains[0] ?? '*'
    const host = domain === '*' ? null : domain.replace(/^\*\.?/, 'any.').replace(/\*$/, 'any')
    for (const route of virtualHost.routes()) {
      const match = route.match.oneOf('prefix', 'path', 'path_separated_prefix')
      const path = match?.node.text() ?? '/'
      const object = route.objects[0]?.split('/').at(-1) ?? ''
      const note = match === null ? routeMatchText(route.match) : routeMatchText(route.match).replace(` ${path}`, '')
      asked.push({
        host,
        path: path.startsWith('/') ? path : '/',
        hostPlace: { title: domain, note: object, kind: 'host' },
        routePlace: { title: path, note, kind: 'route' },
      })
    }
  }
  if (!config.byDomain.has('*')) {
    asked.push({
      host: ANY_OTHER,
      path: '/',
      hostPlace: { title: '*', note: '', kind: 'host' },
      routePlace: { title: '/', note: '', kind: 'route' },
    })
  }
  return asked
}
