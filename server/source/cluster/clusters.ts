import { readFileSync } from 'node:fs'
import { homedir } from 'node:os'
import { join } from 'node:path'
import { log } from '@/server/log'
import { ClusterSource } from '@/server/source/cluster/cluster-source'
import { type ContextChoice, type Credentials, contextsOf } from '@/server/source/cluster/kubeconfig'

/** Where the manifests put the dashboard. */
const HOME_NAMESPACE = 'hopscope'
const ACCOUNT = 'hopscope'
/** The cluster around this process goes by this name, unless HOPSCOPE_CLUSTER_NAME gives another one. */
const IN_CLUSTER = 'in-cluster'

/** The clusters that this process is connected to: the one it was started with, and those that a person chose on the page. */
export class Clusters {
  private readonly sources = new Map<string, ClusterSource>()

  constructor(private readonly env: NodeJS.ProcessEnv) {
    if (env.HOPSCOPE_CLUSTER === 'in') this.open(env.HOPSCOPE_CLUSTER_NAME || IN_CLUSTER, { kind: 'service-account' })
    else if (env.HOPSCOPE_KUBECONFIG) this.openFirst(env.HOPSCOPE_KUBECONFIG, env.HOPSCOPE_CONTEXT ?? null)
  }

  /** In a pod: people log in, and nothing else is connected to. */
  get inCluster(): boolean {
    return this.env.HOPSCOPE_CLUSTER === 'in'
  }

  list(): readonly ClusterSource[] {
    return [...this.sources.values()]
  }

  find(name: string): ClusterSource | null {
    return this.sources.get(name) ?? null
  }

  /** What could be connected to; reads the kubeconfig, contacts nobody. In a pod there is no choice. */
  contexts(): Promise<ContextChoice[]> {
    return this.inCluster ? Promise.resolve([]) : contextsOf(this.file)
  }

  /** Connects to a context of the kubeconfig; the same one again gives the same source. null: there is no such context. */
  async connect(context: string): Promise<ClusterSource | null> {
    const known = this.sources.get(context)
    if (known) return known
    if (!(await this.contexts()).some(({ name }) => name === context)) return null
    return this.sources.get(context) ?? this.open(context, { kind: 'file', file: this.file, context })
  }

  disconnect(name: string): boolean {
    this.sources.get(name)?.close()
    return this.sources.delete(name)
  }

  closeAll(): void {
    for (const name of [...this.sources.keys()]) this.disconnect(name)
  }

  private get file(): string {
    return this.env.HOPSCOPE_KUBECONFIG || this.env.KUBECONFIG?.split(':')[0] || join(homedir(), '.kube/config')
  }

  private openFirst(file: string, context: string | null): void {
    this.open(context ?? currentContext(file) ?? IN_CLUSTER, { kind: 'file', file, context })
  }

  private open(name: string, credentials: Credentials): ClusterSource {
    const source = new ClusterSource({
      name,
      credentials,
      agentAccount: {
        namespace: this.env.HOPSCOPE_NAMESPACE ?? HOME_NAMESPACE,
        name: ACCOUNT,
        tokenFile: this.env.HOPSCOPE_AGENT_TOKEN_FILE ?? null,
      },
    })
    this.sources.set(name, source)
    source.start()
    log.info({ cluster: name }, 'a cluster is watched')
    return source
  }
}

/** What a kubeconfig calls its current context; the source has its name before anything is contacted. */
function currentContext(file: string): string | null {
  try {
    return /^\s*["']?current-context["']?:\s*["']?([^"',\s]+)/m.exec(readFileSync(file, 'utf8'))?.[1] ?? null
  } catch {
    return null
  }
}

const key = Symbol.for('hopscope.clusters')
const shared = globalThis as typeof globalThis & { [key]?: Clusters }

/** The process's one set of clusters. */
export function clusters(): Clusters {
  shared[key] ??= new Clusters(process.env)
  return shared[key]
}
