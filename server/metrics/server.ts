import { createServer, type Server } from 'node:http'
import { collectDefaultMetrics, Registry } from 'prom-client'
import { log } from '@/server/log'

/**
 * GET /metrics for Prometheus, on a port of its own: it names proxies and asks for no login, so it must not be where the page is. The
 * Service of the manifests does not lead here. Gives Node's own figures of this process, and what `clusters` says.
 */
export function serveMetrics(port: number, host: string, clusters: () => Promise<string>): Server {
  const registry = new Registry()
  collectDefaultMetrics({ register: registry })
  const server = createServer(async (request, response) => {
    if (request.method !== 'GET' || request.url?.split('?')[0] !== '/metrics') {
      response.writeHead(404).end()
      return
    }
    try {
      // A thread that just broke says nothing of its clusters; this process still says how it is.
      const text = [await registry.metrics(), await clusters().catch(() => '')].join('\n')
      response.writeHead(200, { 'content-type': registry.contentType }).end(text)
    } catch (error) {
      log.error({ err: error }, 'metrics failed')
      response.writeHead(500).end()
    }
  })
  server.on('error', (error) => log.error({ err: error }, 'metrics are not served'))
  return server.listen(port, host)
}
