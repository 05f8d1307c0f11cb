import type { ConfigKind, ConfigLink, ConfigRow } from '@/lib/api/proxy-config'
import type { Json } from '@/lib/istio/json'
import { bootstrapOf } from '@/lib/istio/proxy-config/bootstrap'
import { clusterRows } from '@/lib/istio/proxy-config/clusters'
import { endpointRows } from '@/lib/istio/proxy-config/endpoints'
import { listenerRows } from '@/lib/istio/proxy-config/listeners'
import { resourcesOf } from '@/lib/istio/proxy-config/resources'
import { routeRows } from '@/lib/istio/proxy-config/routes'
import { secretRows } from '@/lib/istio/proxy-config/secrets'

export interface ConfigTable {
  /** Keys of messages/LOCALE/config.json, column. */
  columns: string[]
  rows: (dump: Json, around: Around) => ConfigRow[]
}

/** What is known beside the dump. */
export interface Around {
  /** Epoch ms of the dump. */
  now: number
  /** The pod (POD.NAMESPACE) that has an address, and which kind of proxy runs in it; null: no pod is known. */
  podAt: (ip: string) => { id: string; proxy: 'sidecar' | 'router' | null } | null
}

const to = (kind: ConfigKind, q: string): ConfigLink => ({ kind, q, text: q })
const row = (cells: (string | number | boolean | null)[], pointer: string, links: ConfigLink[] = []): ConfigRow => ({
  cells: cells.map((cell) => (cell === null ? '' : String(cell))),
  pointer,
  links,
})

/** Each table with istioctl's columns and where its rows lead: listener → route → cluster → endpoint. */
export const CONFIG_TABLES: Record<ConfigKind, ConfigTable> = {
  listeners: {
    columns: ['addresses', 'port', 'match', 'destination', 'listener'],
    rows: (dump) =>
      listenerRows(dump).map(({ addresses, port, match, destination, leads, listener, pointer }) =>
        row(
          [addresses, port, match, destination, listener],
          pointer,
          leads ? ['cluster' in leads ? to('clusters', leads.cluster) : to('routes', leads.routeConfig)] : [],
        ),
      ),
  },
  routes: {
    columns: ['name', 'virtualHost', 'domains', 'match', 'virtualService', 'cluster'],
    rows: (dump) =>
      routeRows(dump).map(({ name, virtualHost, domains, match, virtualService, clusters, pointer }) =>
        row(
          [name, virtualHost, domains, match, virtualService, clusters.join(', ')],
          pointer,
          clusters.map((cluster) => to('clusters', cluster)),
        ),
      ),
  },
  clusters: {
    columns: ['host', 'port', 'subset', 'direction', 'type', 'destinationRule', 'cluster'],
    rows: (dump) =>
      clusterRows(dump).map(({ host, port, subset, direction, type, destinationRule, cluster, pointer }) =>
        row([host, port, subset, direction, type, destinationRule, cluster], pointer, [to('endpoints', cluster)]),
      ),
  },
  endpoints: {
    columns: ['endpoint', 'status', 'outlierCheck', 'cluster', 'pod', 'locality', 'weight', 'priority'],
    rows: (clusters, { podAt }) =>
      endpointRows(clusters).map(({ endpoint, status, outlierCheck, cluster, locality, weight, priority, pointer }) => {
        const [, ip = '', port = ''] = /^(.+):(\d+)$/.exec(endpoint) ?? []
        const pod = podAt(ip)
        // What the pod's own Envoy does with a connection to this port.
        const own = { sidecar: `inbound|${port}|`, router: `0.0.0.0 ${port}` }
        const inbound = pod?.proxy ? [{ ...to('listeners', own[pod.proxy]), text: pod.id, proxy: pod.id }] : []
        return row([endpoint, status, outlierCheck, cluster, pod?.id ?? '', locality, weight, priority], pointer, [
          ...inbound,
          to('clusters', cluster),
        ])
      }),
  },
  secrets: {
    columns: ['secret', 'type', 'status', 'valid', 'serial', 'notAfter', 'notBefore', 'uris'],
    rows: (dump, { now }) =>
      secretRows(dump, now).map(({ name, type, status, valid, serial, notAfter, notBefore, uris, pointer }) =>
        row([name, type, status, valid, serial, notAfter, notBefore, uris.join(', ')], pointer),
      ),
  },
  bootstrap: {
    columns: ['istioVersion', 'envoyVersion', 'node', 'service'],
    rows: (dump) => {
      const facts = bootstrapOf(dump)
      return facts ? [row([facts.istioVersion, facts.envoyVersion, facts.node, facts.cluster], facts.pointer)] : []
    },
  },
  ecds: {
    columns: ['name', 'version', 'updated'],
    rows: (dump) => resourcesOf(dump, 'ecds').map(({ name, version, lastUpdated, pointer }) => row([name, version, lastUpdated], pointer)),
  },
}
