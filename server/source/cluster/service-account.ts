import { readFile } from 'node:fs/promises'
import { Agent } from 'node:https'
import { isIPv6 } from 'node:net'
import type { Access } from '@/server/source/cluster/access'

/** Where the kubelet puts a pod's credentials. */
const MOUNT = '/var/run/secrets/kubernetes.io/serviceaccount'
/** The kubelet writes a new token long before the old one ends; client-go reads it as often. */
const TOKEN_MS = 60_000

/** The API server of the cluster that this process runs in, as the pod's ServiceAccount. Throws an Error outside of a cluster. */
export async function serviceAccount(mount: string = MOUNT, env: NodeJS.ProcessEnv = process.env): Promise<Access> {
  const { KUBERNETES_SERVICE_HOST: host, KUBERNETES_SERVICE_PORT: port } = env
  if (!host || !port) throw new Error('This is no pod of a cluster: KUBERNETES_SERVICE_HOST is not set. Start with --kubeconfig FILE.')
  const ca = await readFile(`${mount}/ca.crt`)
  const agent = new Agent({ ca, keepAlive: true })
  let token = ''
  let readAt = Number.NEGATIVE_INFINITY
  return {
    server: `https://${isIPv6(host) ? `[${host}]` : host}:${port}`,
    async apply(options) {
      if (performance.now() - readAt > TOKEN_MS) {
        token = (await readFile(`${mount}/token`, 'utf8')).trim()
        readAt = performance.now()
      }
      Object.assign(options, { ca, agent, headers: { Authorization: `Bearer ${token}` } })
    },
  }
}
