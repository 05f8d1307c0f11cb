import { gate } from '@/server/auth/door'
import { log } from '@/server/log'
import { serveMetrics } from '@/server/metrics/server'
import { clusters } from '@/server/source/cluster/clusters'

/** Streams end at once, so that pages go to another replica; what else was asked is answered for so long. Kubernetes waits longer. */
const DRAIN_MS = 3000

/** Before the first request: the gate has its key or there is no server, and the cluster is being read. */
export function begin(): void {
  try {
    gate()
  } catch (error) {
    log.fatal(error instanceof Error ? error.message : String(error))
    process.exit(1)
  }
  clusters()
  const port = Number(process.env.HOPSCOPE_METRICS_PORT ?? 0)
  if (Number.isInteger(port) && port > 0 && port < 65_536)
    serveMetrics(port, process.env.HOSTNAME ?? '127.0.0.1', () => clusters().metrics())
  const end = () => {
    clusters().endStreams()
    setTimeout(() => process.exit(0), DRAIN_MS).unref()
  }
  process.once('SIGTERM', end)
  process.once('SIGINT', end)
}
