import { type ChildProcess, spawn } from 'node:child_process'
import { dirname } from 'node:path'
import { build, serverFile } from '@/scripts/setup/build.mjs'
import { nodeBinary } from '@/scripts/setup/project.mjs'

interface Serving {
  kubeconfig: string
  /** Of the loopback. */
  port: number
  metricsPort?: number
  /** A control group that the server is put into. */
  group?: string
}

/** Serves the built product beside a cluster, as `npm start -- --kubeconfig` does. Whoever starts it ends it. */
export async function serve({ kubeconfig, port, metricsPort, group }: Serving): Promise<ChildProcess> {
  await build()
  const enter = group === undefined ? '' : `echo $$ > ${group}/tasks && `
  return spawn('sh', ['-c', `${enter}exec "$0" server.js`, nodeBinary() ?? 'node'], {
    cwd: dirname(serverFile),
    stdio: ['ignore', 'ignore', 'inherit'],
    env: {
      ...process.env,
      NODE_ENV: 'production',
      HOSTNAME: '127.0.0.1',
      PORT: String(port),
      ...(metricsPort === undefined ? {} : { HOPSCOPE_METRICS_PORT: String(metricsPort) }),
      HOPSCOPE_KUBECONFIG: kubeconfig,
      HOPSCOPE_LOG: 'error',
    },
  })
}
