import { either } from '@/lib/istio/diff/dump'
import { isObject, type Json, type JsonObject, textField } from '@/lib/istio/json'
import { resourcesOf } from '@/lib/istio/proxy-config/resources'

/** A cluster's endpoints as `IP:PORT`. */
export type Addresses = ReadonlySet<string>

/** The clusters whose endpoints an Envoy asks istiod for, by the name that it asks with. Warming ones too: that is what they wait for. */
export function assignmentsAsked(dump: Json): Map<string, JsonObject> {
  const asked = new Map<string, JsonObject>()
  for (const { name, body, state } of resourcesOf(dump, 'clusters')) {
    if (state !== 'static' && body.type === 'EDS') asked.set(textOf(either(body, 'eds_cluster_config'), 'service_name') ?? name, body)
  }
  return asked
}

/** The endpoints of each ClusterLoadAssignment in a config_dump, Envoy's or istiod's; null: the dump was made without EDS. */
export function assignmentsIn(dump: Json): Map<string, Addresses> | null {
  const configs = either(dump, 'configs')
  const found = Array.isArray(configs) ? configs.find((one) => textField(one, '@type')?.endsWith('.EndpointsConfigDump')) : undefined
  if (!found) return null
  const assignments = new Map<string, Addresses>()
  for (const item of list(found, 'dynamic_endpoint_configs')) {
    const assignment = either(item, 'endpoint_config')
    if (isObject(assignment)) assignments.set(textOf(assignment, 'cluster_name') ?? '', addressesOf(assignment))
  }
  return assignments
}

/** The node that an Envoy says it runs on; null: it does not. */
export function nodeOf(dump: Json): string | null {
  const configs = either(dump, 'configs')
  const bootstrap = Array.isArray(configs) ? configs.find((one) => textField(one, '@type')?.endsWith('.BootstrapConfigDump')) : undefined
  return textField(either(either(either(bootstrap, 'bootstrap'), 'node'), 'metadata'), 'NODE_NAME')
}

function addressesOf(assignment: JsonObject): Addresses {
  const found = new Set<string>()
  for (const locality of list(assignment, 'endpoints')) {
    for (const host of list(locality, 'lb_endpoints')) {
      const address = either(either(host, 'endpoint'), 'address')
      const socket = either(address, 'socket_address')
      // A tunnel's: an internal listener's address, with the endpoint behind it as its id.
      const behind = textOf(either(address, 'envoy_internal_address'), 'endpoint_id')
      if (behind !== null) found.add(behind)
      else if (socket !== undefined) found.add(`${textField(socket, 'address')}:${either(socket, 'port_value')}`)
    }
  }
  return found
}

function list(value: Json | undefined, name: string): Json[] {
  const found = either(value, name)
  return Array.isArray(found) ? found.filter(isObject) : []
}

function textOf(value: Json | undefined, name: string): string | null {
  const found = either(value, name)
  return typeof found === 'string' && found !== '' ? found : null
}
