import { createServer, type Server } from 'node:http'
import { collectDefaultMetrics, Registry } from 'prom-client'
import { log } from '@/server/log'
import { clusterMetrics } from '@/server/metrics/cluster-metrics'
import type { ClusterSource } from '@/server/source/cluster/cluster-source'

/** The registry of one process: Node's own figures, and those of the clusters. */
export function metricsRegistry(sources: () => readonly ClusterSource[]): Registry {
  const registry = new Registry()
  collectDefaultMetrics({ register: registry })
  clusterMetrics(registry, sources)
  return registry
}

/**
 * GET /metrics for Prometheus, on a port of its own: it names proxies and asks for no login, so it must not be where the page is. The
 * Service of the manifests does not lead here.
 */
export function serveMetrics(port: number, host: string, sources: () => readonly ClusterSource[]): Server {
  const registry = metricsRegistry(sources)
  const server = createServer(async (request, response) => {
    if (request.method !== 'GET' || request.url?.split('?')[0] !== '/metrics') {
      response.writeHead(404).end()
      return
    }
    try {
      const text = await registry.metrics()
      response.writeHead(200, { 'content-type': registry.contentType }).end(text)
    } catch (error) {
      log.error({ err: error }, 'metrics failed')
      response.writeHead(500).end()
    }
  })
  server.on('error', (error) => log.error({ err: error }, 'metrics are not served'))
  return server.listen(port, host)
}
