import { ApiFailure } from '@/server/source/cluster/api-failure'
import { execIn } from '@/server/source/cluster/exec'
import type { KubeApi } from '@/server/source/cluster/kube-api'
import type { Tunnels } from '@/server/source/cluster/tunnel'

/** Envoy's admin port in Istio's proxies. */
const ADMIN_PORT = 15000

/** All that is ever asked of Envoy's admin interface, by the file it is kept as. Everything else there can change its state. */
export const ADMIN_PATHS = {
  'config_dump.json': '/config_dump?include_eds',
  'clusters.json': '/clusters?format=json',
  'listeners.json': '/listeners?format=json',
  'server_info.json': '/server_info',
  'certs.json': '/certs',
} as const

export type AdminFile = keyof typeof ADMIN_PATHS

/** A proxy's own state: of every proxy, some kilobytes each. */
export const OWN_FILES: readonly AdminFile[] = ['server_info.json', 'certs.json']
/** Its configuration: megabytes in a large mesh. */
export const DUMPS: readonly AdminFile[] = ['config_dump.json', 'clusters.json', 'listeners.json']
/** What changes when nothing is pushed: endpoints' health, and Envoy's own state. */
export const MOVING_FILES: readonly AdminFile[] = ['clusters.json', 'server_info.json']

export interface ProxyPod {
  namespace: string
  name: string
  /** The container that Envoy runs in. */
  container: string
}

/** Envoy's admin interface of a pod: by port-forward, or where that is not allowed by the proxy's own agent. */
export class EnvoyAdmin {
  /** Port-forward was refused for good; exec is tried at once. */
  private forwardRefused = false

  constructor(
    private readonly api: KubeApi,
    private readonly tunnels: Tunnels,
  ) {}

  async read(pod: ProxyPod, file: AdminFile): Promise<string> {
    const path = ADMIN_PATHS[file]
    if (this.forwardRefused) return this.byAgent(pod, path)
    try {
      const answer = await this.tunnels.get({ namespace: pod.namespace, pod: pod.name, port: ADMIN_PORT }, path)
      if (answer.status !== 200) throw new ApiFailure(answer.status, `Envoy answers ${answer.status} to ${path}`)
      return answer.text
    } catch (error) {
      if (!(error instanceof ApiFailure) || error.status !== 403) throw error
      const text = await this.byAgent(pod, path).catch((second: unknown) => {
        throw second instanceof ApiFailure && second.status === 403
          ? new ApiFailure(403, 'neither pods/portforward nor pods/exec is allowed')
          : second
      })
      this.forwardRefused = true
      return text
    }
  }

  private byAgent(pod: ProxyPod, path: string): Promise<string> {
    return execIn(this.api, pod.namespace, pod.name, pod.container, ['pilot-agent', 'request', 'GET', path.slice(1)])
  }
}
