import { field, type Json, listField, textField } from '@/lib/istio/json'
import { managedBy, pathOf } from '@/lib/istio/proxy-config/describe'
import { resourcesOf } from '@/lib/istio/proxy-config/resources'

/** One route of a virtual host, as `istioctl proxy-config routes` prints it; `clusters`: where it may send requests. */
export interface RouteRow {
  name: string
  virtualHost: string
  domains: string
  match: string
  virtualService: string
  clusters: string[]
  pointer: string
}

/** Domains that are printed; the rest is counted. */
const SHOWN_DOMAINS = 2

/** The routes of all route configurations, dynamic before static; those to PassthroughCluster are Istio's own and left out. */
export function routeRows(dump: Json): RouteRow[] {
  return resourcesOf(dump, 'routes').flatMap(({ name, body, pointer }) =>
    listField(body, 'virtual_hosts').flatMap((host, index) => {
      const routes = listField(host, 'routes')
      const own = {
        name,
        virtualHost: textField(host, 'name') ?? '',
        domains: domainsOf(listField(host, 'domains').map(String)),
        pointer: `${pointer}/virtual_hosts/${index}`,
      }
      if (routes.length === 0) return [{ ...own, match: '/*', virtualService: '404', clusters: [] }]
      return routes.flatMap((route, at) =>
        textField(field(route, 'route'), 'cluster') === 'PassthroughCluster'
          ? []
          : [
              {
                ...own,
                match: pathOf(field(route, 'match')),
                virtualService: managedBy(route),
                clusters: clustersOf(field(route, 'route')),
                pointer: `${own.pointer}/routes/${at}`,
              },
            ],
      )
    }),
  )
}

/** Names with a port repeat the one without; so do a Service's longer names where a shorter one stands beside them. */
function domainsOf(domains: readonly string[]): string {
  if (domains.length === 1) return domains[0] ?? ''
  const bare = domains.filter((domain) => !domain.includes(':') || (domain.split(':').length > 3 && domain.endsWith(']')))
  const known = new Set(bare)
  const names = bare.filter((domain) => !LONGER.some((end) => domain.endsWith(end) && known.has(domain.slice(0, -end.length))))
  const more = names.length - SHOWN_DOMAINS
  return more > 0 ? `${names.slice(0, SHOWN_DOMAINS).join(', ')} + ${more} more...` : names.join(', ')
}

const LONGER = ['.svc.cluster.local', '.svc']

function clustersOf(action: Json | undefined): string[] {
  const single = textField(action, 'cluster')
  const weighted = listField(field(action, 'weighted_clusters'), 'clusters').map((one) => textField(one, 'name') ?? '')
  return single === null ? weighted.filter((name) => name !== '') : [single]
}
