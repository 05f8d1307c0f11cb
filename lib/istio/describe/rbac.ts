import { field, isObject, type Json, listField, textField } from '@/lib/istio/json'

const HTTP_RBAC = 'envoy.filters.http.rbac'
const NETWORK_RBAC = 'envoy.filters.network.rbac'

/** The HTTP connection managers in a listener's filter chains, in order. */
export function httpManagers(listener: Json): Json[] {
  return listField(listener, 'filter_chains').flatMap(managersOf)
}

function managersOf(chain: Json): Json[] {
  return listField(chain, 'filters').flatMap((filter) => {
    const config = field(filter, 'typed_config')
    return config !== undefined && textField(config, '@type')?.endsWith('.HttpConnectionManager') ? [config] : []
  })
}

/** The names of the policies of each RBAC filter in a connection manager. */
export function rbacPolicies(manager: Json): string[][] {
  return listField(manager, 'http_filters').flatMap((filter) => policiesOf(filter, HTTP_RBAC))
}

/** The names of all policies that a filter chain asks, of connections and of requests. */
export function chainPolicies(chain: Json): string[] {
  const ofConnections = listField(chain, 'filters').flatMap((filter) => policiesOf(filter, NETWORK_RBAC))
  return [...ofConnections, ...managersOf(chain).flatMap(rbacPolicies)].flat()
}

function policiesOf(filter: Json, kind: string): string[][] {
  if (textField(filter, 'name') !== kind) return []
  const policies = field(field(field(filter, 'typed_config'), 'rules'), 'policies')
  // Envoy and Go both keep them without an order.
  return [isObject(policies) ? Object.keys(policies).sort() : []]
}
