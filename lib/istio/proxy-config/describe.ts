import { field, type Json, listField, textField } from '@/lib/istio/json'

/** `nginx-service.default`: the object that istiod made a resource from, as istioctl names it; empty when nothing says so. */
export function managedBy(resource: Json | undefined): string {
  const config = textField(field(field(field(resource, 'metadata'), 'filter_metadata'), 'istio'), 'config') ?? ''
  const [, namespace = '', , name = ''] = /\/namespaces\/([^/]+)\/([^/]+)\/([^/]+)$/.exec(config) ?? []
  return name && namespace ? `${name}.${namespace}` : ''
}

/** A route's path in one line: `/static*`, `/login`, `regex /v[0-9]+`. Headers are left out. */
export function pathOf(match: Json | undefined): string {
  const prefix = textField(match, 'prefix')
  const path = textField(match, 'path')
  const separated = textField(match, 'path_separated_prefix')
  const regex = textField(field(match, 'safe_regex'), 'regex')
  return [
    prefix === null ? null : `${prefix}*`,
    separated === null ? null : `PathPrefix:${separated}`,
    path,
    regex === null ? null : `regex ${regex}`,
  ]
    .filter((part) => part !== null)
    .join(' ')
}

/** `Cluster: NAME`, but names like PassthroughCluster stand for themselves. */
export const clusterWords = (name: string): string => (name.includes('Cluster') ? name : `Cluster: ${name}`)

/** Where a route configuration inside a listener leads: its cluster when it sends everything there, else its hosts and paths. */
export function inlineRoute(config: Json): string {
  const hosts = listField(config, 'virtual_hosts')
  const all = matchAllCluster(hosts)
  if (all !== null) return clusterWords(all)
  const described = hosts.map((host) => {
    const domains = listField(host, 'domains')
    const routes = listField(host, 'routes').map((route) => pathOf(field(route, 'match')))
    const any = domains.length === 1 && domains[0] === '*'
    return any ? routes.join(', ') : `${domains.join('/')} ${routes.join(', ')}`
  })
  return `Inline Route: ${described.join('; ')}`
}

function matchAllCluster(hosts: readonly Json[]): string | null {
  const [host, ...others] = hosts
  const domains = listField(host, 'domains')
  const [route, ...routes] = listField(host, 'routes')
  if (others.length > 0 || routes.length > 0 || domains.length !== 1 || domains[0] !== '*') return null
  return textField(field(route, 'match'), 'prefix') === '/' ? textField(field(route, 'route'), 'cluster') : null
}
