import { reviewToken } from '@/server/agent/token-check'
import { Sights } from '@/server/auth/sights'
import { Failure } from '@/server/http/failure'
import { log } from '@/server/log'
import { clusterRegistry } from '@/server/metrics/registry'
import { exportMoment } from '@/server/record/export'
import { messageOf } from '@/server/source/cluster/api-failure'
import { ClusterSource } from '@/server/source/cluster/cluster-source'
import type { ClusterSettings } from '@/server/source/cluster/settings'
import { summaryOf } from '@/server/source/summary'
import { tellLive } from '@/server/stream/live'
import type { FromClusters, Person, QuestionName, Questions, ToClusters } from '@/server/threads/cluster/messages'
import { failedOf } from '@/server/threads/failed'
import { answerText } from '@/server/threads/jobs'

/** An export has every Envoy of a mesh of this size; of a larger one those that somebody has looked at. `npm run record` has them all. */
const MOST_EXPORTED = 50

interface Watched {
  source: ClusterSource
  sights: Sights
}

type Answers = { [K in QuestionName]: (watched: Watched, args: Questions[K]['args']) => Promise<Questions[K]['gives']> }

const answers: Answers = {
  job: async ({ source, sights }, { person, name, query }) => {
    source.viewers.asked()
    const { recording } = await sights.of(person)
    return new TextEncoder().encode(await answerText(name, { name: source.settings.name, recording }, query))
  },
  status: async ({ sights }, { person }) => (await sights.of(person)).status(),
  summary: async ({ source, sights }, { person }) => {
    const { recording } = await sights.of(person)
    const { name } = source.settings
    return summaryOf({ name, file: name, origin: 'cluster', opened: { ok: true, value: recording } })
  },
  export: async ({ source, sights }, { person, query }) => {
    const { recording } = await sights.of(person)
    await source.readAll(MOST_EXPORTED)
    return exportMoment({ name: source.settings.name, recording }, query)
  },
  whose: async ({ source }, { token }) => {
    const who = await reviewToken(source.api, token, null).catch((error: unknown) => {
      throw new Failure('unavailable', `The API server can't be asked who this is: ${messageOf(error)}`)
    })
    return who?.username ?? null
  },
  listed: async ({ source }) => source.listed,
}

/** The live clusters, in the thread that watches them: everything that takes long about them is done here. */
export class ClusterHost {
  private readonly watched = new Map<string, Watched>()
  private readonly streams = new Map<number, () => void>()
  private readonly registry = clusterRegistry(() => [...this.watched.values()].map(({ source }) => source))

  /** `tell` sends to the thread that serves requests; buffers of `transfer` move there. */
  constructor(private readonly tell: (message: FromClusters, transfer?: ArrayBuffer[]) => void) {}

  async take(message: ToClusters): Promise<void> {
    if (message.kind === 'open') this.open(message.settings)
    else if (message.kind === 'close') this.close(message.cluster)
    else if (message.kind === 'leave') this.leave(message.id)
    else if (message.kind === 'listen') await this.listen(message.id, message.cluster, message.person, message.every)
    else if (message.kind === 'metrics') await this.answer(message.id, () => this.metrics())
    else await this.answer(message.id, () => this.ask(message.cluster, message.question, message.args))
  }

  private open(settings: ClusterSettings): void {
    if (this.watched.has(settings.name)) return
    const source = new ClusterSource(settings)
    this.watched.set(settings.name, { source, sights: new Sights(source) })
    source.start()
    log.info({ cluster: settings.name }, 'a cluster is watched')
  }

  private close(name: string): void {
    this.watched.get(name)?.source.close()
    this.watched.delete(name)
  }

  private ask(cluster: string, question: QuestionName, args: unknown): Promise<unknown> {
    // Arguments and question come together from the other side; that they fit is lost on the way.
    return (answers[question] as (watched: Watched, args: unknown) => Promise<unknown>)(this.find(cluster), args)
  }

  /** Who keeps the past has to be told of the present: states and counters are read while somebody looks. */
  private metrics(): Promise<string> {
    for (const { source } of this.watched.values()) source.viewers.asked()
    return this.registry.metrics()
  }

  private find(name: string): Watched {
    const found = this.watched.get(name)
    if (!found) throw new Failure('notFound', `The cluster “${name}” is watched no longer.`, 'recording')
    return found
  }

  private async answer(id: number, work: () => Promise<unknown>): Promise<void> {
    try {
      const value = await work()
      this.tell({ kind: 'answer', id, outcome: { ok: true, value } }, value instanceof Uint8Array ? [value.buffer as ArrayBuffer] : [])
    } catch (error) {
      const failed = failedOf(error)
      if (failed === null) log.error({ err: error }, 'a question about a cluster failed')
      this.tell({ kind: 'answer', id, outcome: { ok: false, failed } })
    }
  }

  private async listen(id: number, cluster: string, person: Person, every: number): Promise<void> {
    // Who goes while rights are asked is not listened to.
    this.streams.set(id, () => {})
    try {
      const { source, sights } = this.find(cluster)
      const sight = await sights.of(person)
      if (!this.streams.has(id)) return
      const stop = tellLive(source, every, sight, (text) => this.tell({ kind: 'event', id, text }))
      const end = () => this.end(id)
      source.closed.addEventListener('abort', end)
      this.streams.set(id, () => {
        source.closed.removeEventListener('abort', end)
        stop()
      })
    } catch {
      // A page that asks for anything hears why; its stream only ends.
      this.end(id)
    }
  }

  private leave(id: number): void {
    this.streams.get(id)?.()
    this.streams.delete(id)
  }

  private end(id: number): void {
    if (!this.streams.has(id)) return
    this.leave(id)
    this.tell({ kind: 'end', id })
  }
}
