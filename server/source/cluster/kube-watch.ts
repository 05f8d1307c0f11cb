import { messageOf } from '@/server/source/cluster/api-failure'
import { CORE, meshResources, type Resource } from '@/server/source/cluster/discovery'
import type { LiveHistory } from '@/server/source/cluster/history'
import type { KubeApi } from '@/server/source/cluster/kube-api'
import { ObjectStore } from '@/server/source/cluster/object-store'
import { Reflector, type WatchState } from '@/server/source/cluster/reflector'

/** Changes that come together are shown together. */
const GATHER_MS = 150
/** How often it is asked which kinds are installed: a new CRD appears within this time. */
const DISCOVER_MS = 20_000

interface Watched {
  resource: Resource
  store: ObjectStore
  reflector: Reflector
  stop: AbortController
}

/** The objects of a cluster, watched, and put into its history as `k8s/RESOURCE.json` whenever they change. */
export class KubeWatch {
  private readonly watched = new Map<string, Watched>()
  private readonly changed = new Set<string>()
  private gathering: NodeJS.Timeout | null = null
  private timer: NodeJS.Timeout | null = null
  private discovery: string | null = null
  private wasListed = false

  constructor(
    private readonly api: KubeApi,
    private readonly history: LiveHistory,
    private readonly now: () => number,
    private readonly signal: AbortSignal,
    private readonly onChange: (resources: ReadonlySet<string>) => void,
  ) {
    signal.addEventListener('abort', () => {
      if (this.gathering) clearTimeout(this.gathering)
      if (this.timer) clearTimeout(this.timer)
    })
  }

  start(): void {
    for (const resource of CORE) this.watch(resource)
    void this.discover()
  }

  store(name: string): ObjectStore | null {
    return this.watched.get(name)?.store ?? null
  }

  resources(): Resource[] {
    return [...this.watched.values()].map(({ resource }) => resource)
  }

  /** What can't be watched now, by resource. `absent` is no trouble. */
  troubles(): { resource: string; why: string }[] {
    const found = [...this.watched].flatMap(([resource, { reflector }]) =>
      reflector.state.state === 'failed' || reflector.state.state === 'forbidden' ? [{ resource, why: reflector.state.why }] : [],
    )
    return this.discovery === null ? found : [...found, { resource: 'apis', why: this.discovery }]
  }

  states(): ReadonlyMap<string, WatchState> {
    return new Map([...this.watched].map(([name, { reflector }]) => [name, reflector.state]))
  }

  /** Whether every core resource has been listed once, or can't be, and what was listed is there to be read. It stays so, whatever changes later. */
  get listed(): boolean {
    this.wasListed ||= this.changed.size === 0 && CORE.every(({ name }) => this.watched.get(name)?.reflector.state.state !== 'listing')
    return this.wasListed
  }

  private watch(resource: Resource): void {
    const stop = new AbortController()
    const store = new ObjectStore(resource.apiVersion, resource.kind, () => this.note(resource.name))
    const reflector = new Reflector(this.api, resource.path, store, AbortSignal.any([this.signal, stop.signal]))
    this.watched.set(resource.name, { resource, store, reflector, stop })
    void reflector.run()
  }

  private note(name: string): void {
    this.changed.add(name)
    this.gathering ??= setTimeout(() => this.publish(), GATHER_MS)
  }

  private publish(): void {
    this.gathering = null
    const at = this.now()
    const changed = new Set(this.changed)
    this.changed.clear()
    for (const name of changed) {
      const store = this.watched.get(name)?.store
      if (!store) continue
      const { length, read } = store.list()
      this.history.put(`k8s/${name}.json`, at, length, read)
    }
    this.onChange(changed)
  }

  private async discover(): Promise<void> {
    try {
      const found = await meshResources(this.api, this.signal)
      this.discovery = null
      this.follow(found)
    } catch (error) {
      if (this.signal.aborted) return
      this.discovery = messageOf(error)
    }
    this.timer = setTimeout(() => void this.discover(), DISCOVER_MS)
    this.timer.unref()
  }

  /** Watches what is new, at the version that is served; what is gone leaves. */
  private follow(found: readonly Resource[]): void {
    const wanted = new Map(found.map((resource) => [resource.name, resource]))
    for (const [name, { resource, reflector, stop }] of this.watched) {
      if (CORE.includes(resource)) continue
      const now = wanted.get(name)
      if (now && now.path === resource.path && reflector.state.state !== 'absent') continue
      stop.abort()
      this.watched.delete(name)
      if (!now) this.history.remove(`k8s/${name}.json`, this.now())
    }
    for (const [name, resource] of wanted) if (!this.watched.has(name)) this.watch(resource)
  }
}
