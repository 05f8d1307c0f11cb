import type { AgentClient, NetnsAnswer } from '@/server/source/cluster/agent-client'
import { atMost } from '@/server/source/cluster/at-most'
import type { LiveHistory } from '@/server/source/cluster/history'
import type { Limiter } from '@/server/source/cluster/limiter'
import { type Outdated, outdatedOf } from '@/server/source/cluster/outdated'
import type { LivePod } from '@/server/source/cluster/pods'
import { Reading } from '@/server/source/cluster/reading'

/** A namespace that nobody looks at is read again after this: its rules are still there when someone asks. */
const QUIET_MS = 60_000
const RETRY_MS = 10_000
/** Pods that are all read by exec where there is no agent. */
const MAX_BY_EXEC = 50

export interface Place {
  /** A node's name, or NAMESPACE.POD. */
  netns: string
  folder: string
  node: string
  /** The pod's address, by which the agent finds its namespace; null: the node itself. */
  ip: string | null
  uid: string
}

class KnownNetns extends Reading {
  /** Of the agent's last answer: it sends nothing where nothing has changed. */
  etag: string | null = null
}

/** Who can read: the agents by their nodes; pods that have a proxy by their namespaces. */
interface Readers {
  agents: ReadonlyMap<string, LivePod>
  proxies: ReadonlyMap<string, LivePod>
}

const readersOf = (pods: readonly LivePod[]): Readers => ({
  agents: new Map(pods.flatMap((pod) => (pod.isAgent && pod.running && pod.node ? [[pod.node, pod] as const] : []))),
  proxies: new Map(pods.flatMap((pod) => (pod.proxy ? [[pod.netns, pod] as const] : []))),
})

/** Files that a namespace has only sometimes. */
const NATIVE_FILES = ['nft.txt', 'nft.json', 'iptables-legacy-save.txt', 'ip6tables-legacy-save.txt']

const FILE_NAME = /^[a-z0-9-]{1,40}\.(?:txt|json)$/

/** Reads network namespaces by the agents of their nodes: those that are looked at each round, the others now and then. */
export class NetnsCollector {
  private readonly known = new Map<string, KnownNetns>()

  constructor(
    private readonly agents: AgentClient,
    private readonly history: LiveHistory,
    private readonly now: () => number,
    private readonly limiter: Limiter,
    private readonly onRead: () => void,
    /** Reads a pod that has a proxy where its node has no agent. */
    private readonly withoutAgent: (pod: LivePod) => Promise<NetnsAnswer>,
  ) {}

  missing(): { path: string; why: string }[] {
    return [...this.known].flatMap(([folder, { why }]) => (why === null ? [] : [{ path: `${folder}/iptables-save.txt`, why }]))
  }

  outdated(): Outdated[] {
    return outdatedOf(this.known)
  }

  readAt(folder: string): number | null {
    return this.known.get(folder)?.readAt ?? null
  }

  progress(places: readonly Place[]): { done: number; of: number } {
    return { done: places.filter((place) => (this.known.get(place.folder)?.triedAt ?? null) !== null).length, of: places.length }
  }

  async round(places: readonly Place[], pods: readonly LivePod[], looked: ReadonlySet<string>): Promise<void> {
    const folders = new Set(places.map((place) => place.folder))
    for (const folder of this.known.keys()) if (!folders.has(folder)) this.forget(folder)
    const readers = readersOf(pods)
    await Promise.all(places.map((place) => this.keep(place, readers, looked.has(place.netns))))
  }

  /** Reads places that were not read yet, for a question that waits for them; true when one is here then, after `longestMs` at most. */
  async readFirst(places: readonly Place[], pods: readonly LivePod[], longestMs: number): Promise<boolean> {
    const wanted = places.map((place) => ({ place, known: this.knownOf(place) }))
    const waiting = wanted.filter(({ known }) => known.readAt === null && known.isWorthWaiting(longestMs))
    if (waiting.length === 0) return false
    const readers = readersOf(pods)
    await atMost(longestMs, Promise.all(waiting.map(({ place }) => this.keep(place, readers, true))))
    return waiting.some(({ known }) => known.readAt !== null)
  }

  private keep(place: Place, { agents, proxies }: Readers, looked: boolean): Promise<void> | undefined {
    const agent = agents.get(place.node)
    const known = this.knownOf(place)
    const pod = proxies.get(place.netns)
    if (!agent && !pod) {
      known.why = agents.size === 0 ? 'no node agent is installed' : `no node agent runs on ${place.node}`
      known.triedAt = this.now()
      return undefined
    }
    if (known.running) return known.running
    // Without an agent each reading is several programs run through the API server: of a large mesh only where somebody looks.
    if (!agent && proxies.size > MAX_BY_EXEC && !looked) return undefined
    if (!this.isDue(known, agent !== undefined && looked)) return undefined
    return known.begin(() => this.read(place, known, agent ?? null, pod ?? null), this.limiter, looked).then(this.onRead)
  }

  private isDue({ why, readAt, triedAt }: KnownNetns, looked: boolean): boolean {
    if (readAt === null) return true
    if (why !== null) return triedAt === null || this.now() - triedAt > RETRY_MS
    return looked || this.now() - readAt > QUIET_MS
  }

  private knownOf(place: Place): KnownNetns {
    const known = this.known.get(place.folder)
    if (known?.uid === place.uid) return known
    if (known) this.forget(place.folder)
    const fresh = new KnownNetns(place.uid, this.now)
    this.known.set(place.folder, fresh)
    return fresh
  }

  private async read(place: Place, known: KnownNetns, agent: LivePod | null, pod: LivePod | null): Promise<void> {
    const answer = agent ? await this.agents.read(agent, place.ip, known.etag) : pod && (await this.withoutAgent(pod))
    if (this.known.get(place.folder) !== known) return
    known.readAt = this.now()
    if (answer === null) return
    known.etag = answer.etag
    this.removeGone(place.folder, answer)
    for (const [file, text] of Object.entries(answer.files)) {
      if (FILE_NAME.test(file)) this.history.putText(`${place.folder}/${file}`, this.now(), text)
    }
  }

  /** What the agent reads and no longer finds: the native tables of a namespace that has none any more. */
  private removeGone(folder: string, { files, missing }: NetnsAnswer): void {
    for (const file of NATIVE_FILES) if (!(file in files) && !(file in missing)) this.history.remove(`${folder}/${file}`, this.now())
  }

  private forget(folder: string): void {
    this.known.delete(folder)
    for (const path of this.history.paths()) {
      if (path.startsWith(`${folder}/`) && !path.startsWith(`${folder}/envoy/`)) this.history.remove(path, this.now())
    }
  }
}
