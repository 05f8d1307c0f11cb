import { Gauge, type Registry } from 'prom-client'
import { proxiesAt } from '@/server/proxies/list'
import type { ClusterSource } from '@/server/source/cluster/cluster-source'

/** Gauges of the clusters that are watched, worked out when they are scraped. A mesh's history is Prometheus' to keep. */
export function clusterMetrics(registry: Registry, sources: () => readonly ClusterSource[]): void {
  const gauge = (name: string, help: string, labelNames: string[], collect: (gauge: Gauge) => void) =>
    new Gauge({
      name: `hopscope_${name}`,
      help,
      labelNames,
      registers: [registry],
      collect() {
        this.reset()
        collect(this)
      },
    })
  gauge(
    'proxy_xds_state',
    'The xDS sync state of a proxy, by type: 1 for the state that it is in.',
    ['cluster', 'proxy', 'type', 'state'],
    (one) => {
      for (const source of sources()) {
        for (const { id, sync } of proxiesAt(source.recording, 0).proxies) {
          for (const [type, cell] of Object.entries(sync ?? {}))
            one.set({ cluster: source.settings.name, proxy: id, type, state: cell.state }, 1)
        }
      }
    },
  )
  gauge(
    'proxy_connected',
    '1 when an istiod serves the proxy, 0 when none does; absent where an istiod was not read.',
    ['cluster', 'proxy'],
    (one) => {
      for (const source of sources()) {
        for (const { id, connected } of proxiesAt(source.recording, 0).proxies)
          if (connected !== null) one.set({ cluster: source.settings.name, proxy: id }, Number(connected))
      }
    },
  )
  gauge(
    'reading_age_seconds',
    'Seconds since the last complete reading of proxies and kernels; absent while nobody looks.',
    ['cluster'],
    (one) => {
      for (const source of sources()) {
        const { now, readAt } = source.status()
        if (readAt !== null && source.viewers.interval() !== null) one.set({ cluster: source.settings.name }, (now - readAt) / 1000)
      }
    },
  )
  gauge('agent_lag_seconds', 'Seconds since a node’s kernel was last read through its agent.', ['cluster', 'node'], (one) => {
    for (const source of sources())
      for (const [node, age] of source.nodeAges()) one.set({ cluster: source.settings.name, node }, age / 1000)
  })
  gauge('watch_failed', '1 for a resource that can’t be watched now.', ['cluster', 'resource'], (one) => {
    for (const source of sources())
      for (const { resource } of source.status().troubles) one.set({ cluster: source.settings.name, resource }, 1)
  })
  gauge('agents_running', 'Node agents that run.', ['cluster'], (one) => {
    for (const source of sources()) one.set({ cluster: source.settings.name }, source.status().agents.running)
  })
  gauge('tunnels', 'Tunnels into pods that are open.', ['cluster'], (one) => {
    for (const source of sources()) one.set({ cluster: source.settings.name }, source.status().tunnels)
  })
  gauge('viewers', 'Pages that are open.', ['cluster'], (one) => {
    for (const source of sources()) one.set({ cluster: source.settings.name }, source.viewers.count)
  })
}
