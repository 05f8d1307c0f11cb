import { ApiFailure, messageOf } from '@/server/source/cluster/api-failure'
import { Backoff, waitFor } from '@/server/source/cluster/backoff'
import type { KubeApi } from '@/server/source/cluster/kube-api'
import { type KubeObject, listPage, watchEvent } from '@/server/source/cluster/kube-object'
import { LineReader } from '@/server/source/cluster/line-reader'

/** Objects of one answer; the API server's own clients take as many. */
const PAGE = 500
/** A watch ends by itself after 5 to 10 minutes, each at another time, and is taken up again where it ended. */
const WATCH_SECONDS = 300
/** Bookmarks come each minute: a stream that is silent for longer has lost its server. */
const SILENT_MS = 150_000
/** One object of a watch: etcd takes no more than 1.5 MiB. */
const MAX_EVENT_LENGTH = 16 * 1024 * 1024
/** A right that is missing may be given later. */
const FORBIDDEN_RETRY_MS = 30_000

/** Where the objects of one resource go. */
export interface Sink {
  replace(objects: readonly KubeObject[]): void
  put(object: KubeObject): void
  remove(object: KubeObject): void
}

export type WatchState = { state: 'listing' | 'watching' } | { state: 'failed' | 'forbidden' | 'absent'; why: string }

/**
 * Keeps a copy of one resource: lists it, then watches it from there. A watch that breaks goes on where it was; when the server no
 * longer knows that place (410) everything is listed again. Ends by the signal, or when the server has no such resource.
 */
export class Reflector {
  state: WatchState = { state: 'listing' }
  /** performance.now() of the last word from the server. */
  heardAt = 0
  private version: string | null = null
  private readonly backoff = new Backoff()

  constructor(
    private readonly api: KubeApi,
    readonly path: string,
    private readonly sink: Sink,
    private readonly signal: AbortSignal,
    private readonly onState: () => void = () => {},
  ) {}

  async run(): Promise<void> {
    while (!this.signal.aborted) {
      try {
        this.version ??= await this.list()
        await this.watch(this.version)
        this.backoff.reset()
      } catch (error) {
        if (this.signal.aborted) return
        const wait = this.waitAfter(error)
        if (wait === null) return
        await waitFor(wait, this.signal)
      }
    }
  }

  /** How long to wait before the next attempt; null: not to be tried again. */
  private waitAfter(error: unknown): number | null {
    const failure = error instanceof ApiFailure ? error : new ApiFailure(0, messageOf(error))
    if (failure.status === 410) {
      this.version = null
      return this.backoff.next()
    }
    if (failure.status === 404) {
      this.sink.replace([])
      this.become({ state: 'absent', why: failure.message })
      return null
    }
    if (failure.status === 403) {
      this.become({ state: 'forbidden', why: failure.message })
      return FORBIDDEN_RETRY_MS
    }
    this.become({ state: 'failed', why: failure.message })
    return this.backoff.next(failure.retryAfterMs)
  }

  private async list(): Promise<string> {
    this.become({ state: 'listing' })
    const objects: KubeObject[] = []
    let next = ''
    for (;;) {
      const query = new URLSearchParams({ limit: String(PAGE), ...(next === '' ? {} : { continue: next }) })
      const page = listPage(await this.api.json(`${this.path}?${query}`, { signal: this.signal }))
      for (const object of page.items) objects.push(object)
      if (page.next === '') {
        this.sink.replace(objects)
        this.heard()
        return page.version
      }
      next = page.next
    }
  }

  /** Until the server ends it; throws when it refuses or breaks. */
  private async watch(from: string): Promise<void> {
    const query = new URLSearchParams({
      watch: '1',
      allowWatchBookmarks: 'true',
      resourceVersion: from,
      timeoutSeconds: String(Math.round(WATCH_SECONDS * (1 + Math.random()))),
    })
    const response = await this.api.open(`${this.path}?${query}`, { signal: this.signal })
    this.become({ state: 'watching' })
    this.heard()
    response.setTimeout(SILENT_MS, () => response.destroy(new ApiFailure(0, `nothing was heard for ${SILENT_MS / 1000} s`)))
    const lines = new LineReader(MAX_EVENT_LENGTH)
    for await (const chunk of response) for (const line of lines.take(chunk)) if (line !== '') this.take(line)
  }

  private take(line: string): void {
    this.heard()
    const event = watchEvent(JSON.parse(line))
    if (event.type === 'ERROR') throw new ApiFailure(event.code, event.message)
    this.backoff.reset()
    if (event.type === 'ADDED' || event.type === 'MODIFIED') this.sink.put(event.object)
    else if (event.type === 'DELETED') this.sink.remove(event.object)
    this.version = event.object.metadata.resourceVersion ?? this.version
  }

  private heard(): void {
    this.heardAt = performance.now()
  }

  private become(state: WatchState): void {
    this.state = state
    this.onState()
  }
}
