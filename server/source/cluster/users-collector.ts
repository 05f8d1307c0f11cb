import { messageOf } from '@/server/source/cluster/api-failure'
import { execIn } from '@/server/source/cluster/exec'
import type { LiveHistory } from '@/server/source/cluster/history'
import type { KubeApi } from '@/server/source/cluster/kube-api'
import type { Limiter } from '@/server/source/cluster/limiter'
import type { LivePod } from '@/server/source/cluster/pods'

/** What the kernel says of the process that reads it: run by exec, it is the container's own user, as `kubectl exec -- curl` would be. */
const WHO = ['cat', '/proc/self/status'] as const
const IDS = /^Uid:\s+(\d{1,10})[\s\S]*?^Gid:\s+(\d{1,10})/m

/**
 * Which user the containers of a pod run as, where its spec does not say: Istio's rules tell the proxy's packets by their uid. Tried once for
 * each pod, in those that somebody looks at; a container without `cat` stays unknown.
 */
export class UsersCollector {
  private readonly tried = new Map<string, string>()
  private readonly failed = new Map<string, string>()

  constructor(
    private readonly api: KubeApi,
    private readonly history: LiveHistory,
    private readonly now: () => number,
    private readonly limiter: Limiter,
    private readonly onRead: () => void,
  ) {}

  missing(): { path: string; why: string }[] {
    return [...this.failed].map(([path, why]) => ({ path, why }))
  }

  async round(pods: readonly LivePod[], looked: ReadonlySet<string>): Promise<void> {
    const jobs = pods.filter(
      (pod) => pod.running && looked.has(pod.netns) && pod.userless.length > 0 && this.tried.get(pod.netns) !== pod.uid,
    )
    await Promise.all(jobs.map((pod) => this.limiter.run(() => this.read(pod), true)))
  }

  forget(netns: string): void {
    this.tried.delete(netns)
    this.failed.delete(pathOf(netns))
    this.history.remove(pathOf(netns), this.now())
  }

  private async read(pod: LivePod): Promise<void> {
    this.tried.set(pod.netns, pod.uid)
    const found: Record<string, { uid: number; gid: number }> = Object.create(null)
    for (const container of pod.userless) {
      try {
        const [, uid, gid] = IDS.exec(await execIn(this.api, pod.namespace, pod.name, container, WHO)) ?? []
        if (uid !== undefined && gid !== undefined) found[container] = { uid: Number(uid), gid: Number(gid) }
      } catch (error) {
        this.failed.set(pathOf(pod.netns), messageOf(error))
      }
    }
    if (Object.keys(found).length > 0) this.history.putText(pathOf(pod.netns), this.now(), JSON.stringify(found))
    this.onRead()
  }
}

const pathOf = (netns: string): string => `pods/${netns}/users.json`
