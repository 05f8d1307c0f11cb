import { z } from 'zod'
import { type SourceStatus, withWhyCodes } from '@/lib/api/source'
import type { Growing, Recording } from '@/lib/recording/recording'
import { messageOf } from '@/server/source/cluster/api-failure'
import { clusterScenario } from '@/server/source/cluster/cluster-facts'
import { Collectors } from '@/server/source/cluster/collectors'
import { isOfMesh, type Resource } from '@/server/source/cluster/discovery'
import { EVENTS_RESOURCE } from '@/server/source/cluster/events-collector'
import { LiveHistory } from '@/server/source/cluster/history'
import { KubeApi } from '@/server/source/cluster/kube-api'
import { KubeWatch } from '@/server/source/cluster/kube-watch'
import { type Facts, liveRecording } from '@/server/source/cluster/live-recording'
import type { Place } from '@/server/source/cluster/netns-collector'
import { placesOf } from '@/server/source/cluster/places'
import { type LivePod, livePods } from '@/server/source/cluster/pods'
import { Rounds } from '@/server/source/cluster/rounds'
import type { ClusterSettings } from '@/server/source/cluster/settings'
import { Viewers } from '@/server/source/cluster/viewers'

/** What is left of tunnels and of the past is cleared this often. */
const TIDY_MS = 15_000

const versionSchema = z.object({ gitVersion: z.string() })

/** A live cluster: its objects are watched all the time, proxies and kernels are read while somebody looks. */
export class ClusterSource {
  readonly recording: Recording
  readonly viewers = new Viewers(() => this.rounds.rouse())
  private readonly startedAt = Date.now()
  private readonly began = performance.now()
  private readonly stop = new AbortController()
  private readonly history = new LiveHistory()
  private readonly watch: KubeWatch
  private readonly collectors: Collectors
  private readonly listeners = new Set<() => void>()
  private pods: LivePod[] = []
  private kubernetes: string | null = null
  private trouble: string | null = null
  private facts: Facts | null = null
  private readonly rounds: Rounds
  private readonly tidy: NodeJS.Timeout

  constructor(
    readonly settings: ClusterSettings,
    readonly api: KubeApi = new KubeApi(settings.credentials),
  ) {
    this.watch = new KubeWatch(api, this.history, this.now, this.stop.signal, (resources) => this.objectsChanged(resources))
    this.rounds = new Rounds({
      now: this.now,
      interval: () => this.viewers.interval(),
      work: () => this.collect(),
      signal: this.stop.signal,
    })
    this.collectors = new Collectors(api, this.history, settings.agentAccount, this.now, () => this.changed())
    this.recording = liveRecording(this.history, settings.name, () => this.currentFacts(), this.now, this.growing())
    this.tidy = setInterval(() => this.clear(), TIDY_MS)
    this.tidy.unref()
  }

  /** What is watched, to ask what somebody may see of it. */
  resources(): Resource[] {
    return [...this.watch.resources(), EVENTS_RESOURCE]
  }

  namespaceNames(): string[] {
    return [...(this.watch.store('namespaces')?.values() ?? [])].map(({ name }) => name)
  }

  /** Aborts when it is watched no longer. */
  get closed(): AbortSignal {
    return this.stop.signal
  }

  /** ms since this source began: the timeline of its observations. */
  readonly now = (): number => Math.round(performance.now() - this.began)

  start(): void {
    this.watch.start()
    void this.readVersion()
  }

  close(): void {
    this.stop.abort()
    clearInterval(this.tidy)
    this.collectors.close()
  }

  /** ms since each node was last read through its agent; nodes that never were are left out. */
  nodeAges(): ReadonlyMap<string, number> {
    const now = this.now()
    return new Map(
      this.places().flatMap(({ ip, folder, netns }) => {
        const at = ip === null ? this.collectors.netns.readAt(folder) : null
        return at === null ? [] : [[netns, now - at] as const]
      }),
    )
  }

  /** Whether the objects have been listed once: there is something to show. */
  get listed(): boolean {
    return this.watch.listed
  }

  /** Calls back after anything has changed, until what it returns is called. */
  onChange(listener: () => void): () => void {
    this.listeners.add(listener)
    return () => this.listeners.delete(listener)
  }

  /** Paths that changed after one moment and not after another (ms). */
  changedPaths(after: number, until: number): string[] {
    return this.history.changesBetween(after, until).map(({ path }) => path)
  }

  /** Somebody looks at these namespaces (nodes, NAMESPACE.POD): they are read in the next rounds. */
  private want(netns: Iterable<string>): void {
    if (this.viewers.want(netns)) this.rounds.rouse()
  }

  /** Has the Envoys of all proxies read, where there are no more than `most`. */
  async readAll(most: number): Promise<void> {
    const proxies = new Set(this.pods.flatMap((pod) => (pod.proxy ? [pod.netns] : [])))
    if (proxies.size > most) return
    while (await this.readFirst(proxies));
  }

  private readFirst(netns: ReadonlySet<string>): Promise<boolean> {
    this.want(netns)
    return this.collectors.readFirst(this.pods, this.places(), netns)
  }

  status(): SourceStatus {
    const troubles = this.watch.troubles()
    const states = this.watch.states()
    const listed = [...states.values()].some(({ state }) => state === 'watching')
    const agents = this.pods.filter((pod) => pod.isAgent && pod.running).length
    return withWhyCodes({
      name: this.settings.name,
      state: listed ? 'connected' : troubles.length > 0 || this.trouble !== null ? 'failed' : 'connecting',
      why: listed ? null : (this.trouble ?? troubles[0]?.why ?? null),
      now: this.now(),
      readAt: this.rounds.lastAt,
      proxies: this.collectors.proxies.progress(this.pods),
      namespaces: this.collectors.netns.progress(this.places()),
      agents: { running: agents, of: this.currentFacts().scenario.nodes.length },
      troubles,
      outdated: this.collectors.outdated(),
      tunnels: this.collectors.tunnels.size,
    })
  }

  /** Reads everything that is due now, or waits for the round that does. */
  async refresh(): Promise<void> {
    await this.rounds.refresh()
  }

  private async collect(): Promise<void> {
    try {
      await this.collectors.round(this.pods, this.places(), this.viewers.looked())
    } finally {
      this.changed()
    }
  }

  private objectsChanged(resources: ReadonlySet<string>): void {
    const isReadElsewhere = resources.has('pods') && this.podsChanged()
    this.changed()
    // Istiods push at once what the mesh's own objects say.
    if (isReadElsewhere || [...resources].some(isOfMesh)) this.rounds.changed()
  }

  /** True when a pod that is read has come, or begun to run. */
  private podsChanged(): boolean {
    const looked = this.viewers.looked()
    const before = new Map(this.pods.map((pod) => [pod.netns, pod]))
    this.pods = livePods(this.watch.store('pods'))
    const now = new Map(this.pods.map((pod) => [pod.netns, pod]))
    for (const [netns, pod] of before) if (now.get(netns)?.uid !== pod.uid) this.collectors.forget(pod)
    const isRead = (pod: LivePod) => pod.proxy !== null || pod.istiod !== null || pod.isAgent || looked.has(pod.netns)
    const isOther = (pod: LivePod, other: LivePod | undefined) =>
      pod.uid !== other?.uid || pod.running !== other.running || pod.ip !== other.ip
    return this.pods.some((pod) => isRead(pod) && isOther(pod, before.get(pod.netns)))
  }

  private places(): Place[] {
    return placesOf(this.currentFacts().scenario.nodes, this.pods)
  }

  private growing(): Growing {
    const { history } = this
    return {
      get shapeAt() {
        return history.shapeAt
      },
      looked: (netns) => this.want(netns),
      readFirst: (netns) => this.readFirst(new Set(netns)),
      askIstiod: (proxy) => this.collectors.istiods.readDump(this.pods, proxy),
    }
  }

  private currentFacts(): Facts {
    this.facts ??= {
      scenario: clusterScenario({
        name: this.settings.name,
        startedAt: this.startedAt,
        kubernetes: this.kubernetes,
        nodes: this.watch.store('nodes'),
        snapshot: this.recording.snapshotAt(this.now()),
        missing: this.collectors.missing(),
      }),
      problems: this.watch.troubles().map(({ resource, why }) => ({ entry: `k8s/${resource}.json`, message: why })),
    }
    return this.facts
  }

  private changed(): void {
    this.facts = null
    for (const listener of this.listeners) listener()
  }

  private clear(): void {
    this.collectors.tunnels.closeIdle()
    this.history.forget(this.now())
    void this.history.rest()
    this.viewers.forget()
    if (this.viewers.interval() === null) this.collectors.rest()
  }

  private async readVersion(): Promise<void> {
    try {
      this.kubernetes = versionSchema.parse(await this.api.json('/version', { signal: this.stop.signal })).gitVersion
      this.trouble = null
    } catch (error) {
      if (this.stop.signal.aborted) return
      this.trouble = messageOf(error)
      setTimeout(() => void this.readVersion(), TIDY_MS).unref()
    }
    this.changed()
  }
}
