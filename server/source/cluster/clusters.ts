import type { RecordingSummary } from '@/lib/api/recordings'
import type { SourceStatus } from '@/lib/api/source'
import { type ContextChoice, contextsOf } from '@/server/source/cluster/kubeconfig'
import { type ClusterSettings, firstSettings, kubeconfigFile, settingsOf } from '@/server/source/cluster/settings'
import { sseStream } from '@/server/stream/sse'
import { ClusterConnection, inThisThread, inThread } from '@/server/threads/cluster/connection'
import type { Exported, Person } from '@/server/threads/cluster/messages'
import type { JobName } from '@/server/threads/queries'

/** A cluster that is watched, as the thread that answers requests has it: what it shows is asked of the thread that watches. */
export class LiveCluster {
  constructor(
    readonly name: string,
    private readonly connection: ClusterConnection,
  ) {}

  /** The JSON of one of the jobs, as the person may have it. Throws Failure. */
  answer(person: Person, name: JobName, query: unknown): Promise<Uint8Array> {
    return this.connection.ask(this.name, 'job', { person, name, query })
  }

  status(person: Person): Promise<SourceStatus> {
    return this.connection.ask(this.name, 'status', { person })
  }

  summary(person: Person): Promise<RecordingSummary> {
    return this.connection.ask(this.name, 'summary', { person })
  }

  export(person: Person, query: unknown): Promise<Exported> {
    return this.connection.ask(this.name, 'export', { person, query })
  }

  /** Whose token this is; null: nobody's. Throws Failure 503 when the API server can't be asked. */
  whose(token: string): Promise<string | null> {
    return this.connection.ask(this.name, 'whose', { token })
  }

  /** Whether its objects have been listed once: there is something to show. */
  listed(): Promise<boolean> {
    return this.connection.ask(this.name, 'listed', null)
  }

  /** Server-sent events of what changes. While the stream is open the cluster is read each `every` ms (0: only watched). */
  events(person: Person, every: number, signal: AbortSignal): ReadableStream<Uint8Array> {
    return sseStream((send, end) => this.connection.listen(this.name, person, every, { send, end }), signal)
  }
}

/** The clusters that this process is connected to: the one it was started with, and those that a person chose on the page. */
export class Clusters {
  private readonly open = new Map<string, LiveCluster>()

  constructor(
    private readonly env: NodeJS.ProcessEnv,
    private readonly connection: ClusterConnection,
  ) {
    const first = firstSettings(env)
    if (first) this.watch(first)
  }

  /** In a pod: people log in, and nothing else is connected to. */
  get inCluster(): boolean {
    return this.env.HOPSCOPE_CLUSTER === 'in'
  }

  list(): readonly LiveCluster[] {
    return [...this.open.values()]
  }

  find(name: string): LiveCluster | null {
    return this.open.get(name) ?? null
  }

  /** What could be connected to; reads the kubeconfig, contacts nobody. In a pod there is no choice. */
  contexts(): Promise<ContextChoice[]> {
    return this.inCluster ? Promise.resolve([]) : contextsOf(kubeconfigFile(this.env))
  }

  /** Connects to a context of the kubeconfig; the same one again gives the same cluster. null: there is no such context. */
  async connect(context: string): Promise<LiveCluster | null> {
    const known = this.open.get(context)
    if (known) return known
    if (!(await this.contexts()).some(({ name }) => name === context)) return null
    const file = kubeconfigFile(this.env)
    return this.open.get(context) ?? this.watch(settingsOf(this.env, context, { kind: 'file', file, context }))
  }

  disconnect(name: string): boolean {
    if (!this.open.delete(name)) return false
    this.connection.close(name)
    return true
  }

  /** The server goes: pages come back elsewhere. What is asked is still answered. */
  endStreams(): void {
    this.connection.endStreams()
  }

  /** Gauges of all of them, as Prometheus reads them. */
  metrics(): Promise<string> {
    return this.connection.metrics()
  }

  private watch(settings: ClusterSettings): LiveCluster {
    const cluster = new LiveCluster(settings.name, this.connection)
    this.open.set(settings.name, cluster)
    this.connection.open(settings)
    return cluster
  }
}

const key = Symbol.for('hopscope.clusters')
const shared = globalThis as typeof globalThis & { [key]?: Clusters }

/** The process's one set of clusters. A thread knows nothing of hot reloading: in development they stay in this one. */
export function clusters(): Clusters {
  shared[key] ??= new Clusters(process.env, new ClusterConnection(process.env.NODE_ENV === 'development' ? inThisThread : inThread))
  return shared[key]
}
