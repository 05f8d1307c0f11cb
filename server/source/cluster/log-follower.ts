import { LOG } from '@/lib/recording/history'
import { messageOf } from '@/server/source/cluster/api-failure'
import { Backoff, waitFor } from '@/server/source/cluster/backoff'
import type { LiveHistory } from '@/server/source/cluster/history'
import type { KubeApi } from '@/server/source/cluster/kube-api'
import { LineReader } from '@/server/source/cluster/line-reader'
import { LogPlace } from '@/server/source/cluster/log-place'
import type { LivePod } from '@/server/source/cluster/pods'

/** Lines that come together are put down together. */
const GATHER_MS = 300
/** Of a busy proxy the newest lines of a batch are kept; nobody reads more. */
const MAX_LINES = 400
const MAX_LINE_LENGTH = 64 * 1024

/** Follows the logs of the proxies that are looked at, for their access lines. */
export class LogFollower {
  private readonly followed = new Map<string, AbortController>()
  private readonly failed = new Map<string, string>()

  constructor(
    private readonly api: KubeApi,
    private readonly history: LiveHistory,
    private readonly now: () => number,
    private readonly onLines: () => void,
  ) {}

  missing(): { path: string; why: string }[] {
    return [...this.failed].map(([path, why]) => ({ path, why }))
  }

  /** Follows these proxies and no others. */
  follow(pods: readonly LivePod[]): void {
    const wanted = new Map<string, LivePod>(
      pods.flatMap((pod) => (pod.proxy && pod.running ? [[`${pod.netns} ${pod.uid}`, pod] as const] : [])),
    )
    for (const [key, stop] of this.followed) {
      if (wanted.has(key)) continue
      stop.abort()
      this.followed.delete(key)
    }
    for (const [key, pod] of wanted) {
      if (this.followed.has(key)) continue
      const stop = new AbortController()
      this.followed.set(key, stop)
      void this.run(pod, stop.signal)
    }
  }

  close(): void {
    this.follow([])
  }

  private async run(pod: LivePod, signal: AbortSignal): Promise<void> {
    const path = `pods/${pod.netns}/${LOG}`
    const backoff = new Backoff()
    const place = new LogPlace()
    while (!signal.aborted) {
      try {
        await this.read(pod, path, place, signal)
        backoff.reset()
      } catch (error) {
        if (signal.aborted) break
        this.failed.set(path, messageOf(error))
      }
      await waitFor(backoff.next(), signal)
    }
    this.failed.delete(path)
  }

  private async read(pod: LivePod, path: string, place: LogPlace, signal: AbortSignal): Promise<void> {
    const query = new URLSearchParams({ container: pod.proxy?.container ?? '', follow: 'true', ...place.query() })
    const response = await this.api.open(`/api/v1/namespaces/${pod.namespace}/pods/${pod.name}/log?${query}`, { signal })
    this.failed.delete(path)
    const reader = new LineReader(MAX_LINE_LENGTH)
    let lines: string[] = []
    let timer: NodeJS.Timeout | undefined
    const put = () => {
      timer = undefined
      this.history.append(path, this.now(), `${lines.slice(-MAX_LINES).join('\n')}\n`)
      lines = []
      this.onLines()
    }
    try {
      for await (const chunk of response) {
        lines.push(...place.fresh(reader.take(chunk)))
        if (lines.length > 0) timer ??= setTimeout(put, GATHER_MS)
      }
    } finally {
      clearTimeout(timer)
      if (lines.length > 0 && !signal.aborted) put()
    }
  }
}
