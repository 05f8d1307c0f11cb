import { messageOf } from '@/server/source/cluster/api-failure'
import type { LiveHistory } from '@/server/source/cluster/history'
import { readIstiod, readIstiodDump } from '@/server/source/cluster/istiod-debug'
import type { LivePod } from '@/server/source/cluster/pods'
import { sentNonces } from '@/server/source/cluster/proxies-collector'
import type { Tunnels } from '@/server/source/cluster/tunnel'

/** mesh and registryz are asked again after this. */
const SLOW_MS = 60_000

/** Asks every istiod replica: each knows only the proxies that are connected to it. */
export class IstiodsCollector {
  private readonly slowAt = new Map<string, number>()
  private readonly failed = new Map<string, string>()
  private readonly reading = new Map<string, Promise<void>>()
  /** ms of the last answer, by POD.NAMESPACE. */
  readonly readAt = new Map<string, number>()

  constructor(
    private readonly tunnels: Tunnels,
    private readonly history: LiveHistory,
    private readonly now: () => number,
  ) {}

  missing(): { path: string; why: string }[] {
    return [...this.failed].map(([path, why]) => ({ path, why }))
  }

  /** What each istiod last said of its proxies' sync states. */
  newestSyncz(pods: readonly LivePod[]): string[] {
    return pods.flatMap((pod) => (pod.istiod ? (this.history.newest(`istiod/${pod.name}.${pod.namespace}/syncz.json`)?.text ?? []) : []))
  }

  /** Asks all istiods; one that still owes an answer is not asked again. */
  async round(pods: readonly LivePod[]): Promise<void> {
    const istiods = pods.filter((pod) => pod.istiod && pod.running)
    const ids = new Set(istiods.map((pod) => `${pod.name}.${pod.namespace}`))
    for (const id of this.readAt.keys()) if (!ids.has(id)) this.forget(id)
    await Promise.all(
      istiods.map((pod) => {
        const id = `${pod.name}.${pod.namespace}`
        const reading =
          this.reading.get(id) ??
          this.read(pod).finally(() => {
            this.reading.delete(id)
          })
        this.reading.set(id, reading)
        return reading
      }),
    )
  }

  /** What the istiod that serves a proxy (POD.NAMESPACE) would send to it now. */
  async readDump(pods: readonly LivePod[], proxy: string): Promise<void> {
    await Promise.all(
      pods.map(async (pod) => {
        const id = `${pod.name}.${pod.namespace}`
        const syncz = this.history.newest(`istiod/${id}/syncz.json`)?.text
        if (!pod.istiod || syncz === undefined || !sentNonces(syncz).has(proxy)) return
        const path = `istiod/${id}/config_dump/${proxy}.json`
        try {
          this.history.putText(path, this.now(), await readIstiodDump(this.tunnels, pod.istiod, proxy))
          this.failed.delete(path)
        } catch (error) {
          this.failed.set(path, messageOf(error))
        }
      }),
    )
  }

  private async read(pod: LivePod): Promise<void> {
    if (!pod.istiod) return
    const id = `${pod.name}.${pod.namespace}`
    const slow = this.now() - (this.slowAt.get(id) ?? Number.NEGATIVE_INFINITY) > SLOW_MS
    try {
      const { files, missing } = await readIstiod(this.tunnels, pod.istiod, slow)
      if (slow && files.size > 0) this.slowAt.set(id, this.now())
      for (const [file, text] of files) {
        this.history.putText(`istiod/${id}/${file}`, this.now(), text)
        this.failed.delete(`istiod/${id}/${file}`)
      }
      for (const [file, why] of missing) this.failed.set(`istiod/${id}/${file}`, why)
      if (files.has('syncz.json')) this.readAt.set(id, this.now())
    } catch (error) {
      this.failed.set(`istiod/${id}/syncz.json`, messageOf(error))
    }
  }

  private forget(id: string): void {
    this.readAt.delete(id)
    this.slowAt.delete(id)
    for (const path of this.failed.keys()) if (path.startsWith(`istiod/${id}/`)) this.failed.delete(path)
    for (const path of this.history.paths()) if (path.startsWith(`istiod/${id}/`)) this.history.remove(path, this.now())
  }
}
