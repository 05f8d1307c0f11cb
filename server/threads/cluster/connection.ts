import { MessageChannel, type MessagePort, Worker } from 'node:worker_threads'
import { Failure } from '@/server/http/failure'
import { log } from '@/server/log'
import type { ClusterSettings } from '@/server/source/cluster/settings'
import type { FromClusters, Person, QuestionName, Questions, ToClusters } from '@/server/threads/cluster/messages'
import { errorOf } from '@/server/threads/failed'

/** A thread that broke is started again after this: it may break again at once. */
const AGAIN_MS = 1000

interface Waiting {
  resolve: (value: unknown) => void
  reject: (error: Error) => void
  what: string
}

interface Stream {
  send: (text: string) => void
  end: () => void
}

/** The other end of what is sent to the clusters. */
type Port = Pick<MessagePort, 'postMessage'>

/** Starts whatever watches the clusters. `take` gets what it sends; `broke` is called when it is no more. */
export type Start = (take: (message: FromClusters) => void, broke: () => void) => Port

/** The way to the thread that watches the live clusters. It starts with the first of them, and again after it broke. */
export class ClusterConnection {
  private port: Port | null = null
  private readonly opened = new Map<string, ClusterSettings>()
  private readonly waiting = new Map<number, Waiting>()
  private readonly streams = new Map<number, Stream>()
  private next = 0
  /** It broke, and is started again in a moment. */
  private resting = false

  constructor(private readonly start: Start) {}

  open(settings: ClusterSettings): void {
    this.opened.set(settings.name, settings)
    this.send({ kind: 'open', settings })
  }

  close(cluster: string): void {
    this.opened.delete(cluster)
    this.send({ kind: 'close', cluster })
  }

  /** Throws the Failure of the other side, and one of its own when the thread broke. */
  ask<K extends QuestionName>(cluster: string, question: K, args: Questions[K]['args']): Promise<Questions[K]['gives']> {
    return this.wait(`${question} of a cluster`, (id) => ({ kind: 'ask', id, cluster, question, args })) as Promise<Questions[K]['gives']>
  }

  /** Gauges of all clusters, as Prometheus reads them; '' when nothing was ever watched. */
  async metrics(): Promise<string> {
    return this.port === null ? '' : ((await this.wait('metrics', (id) => ({ kind: 'metrics', id }))) as string)
  }

  /** Sends what happens in a cluster until what it returns is called; `end`: there will be no more. */
  listen(cluster: string, person: Person, every: number, stream: Stream): () => void {
    const id = this.next++
    if (this.resting) {
      stream.end()
      return () => {}
    }
    this.streams.set(id, stream)
    this.send({ kind: 'listen', id, cluster, person, every })
    return () => {
      if (this.streams.delete(id)) this.send({ kind: 'leave', id })
    }
  }

  /** Ends every stream; a page that listens comes back by itself. */
  endStreams(): void {
    for (const [id, { end }] of this.streams) {
      this.streams.delete(id)
      this.send({ kind: 'leave', id })
      end()
    }
  }

  private wait(what: string, message: (id: number) => ToClusters): Promise<unknown> {
    const id = this.next++
    if (this.resting) return Promise.reject(gone())
    return new Promise((resolve, reject) => {
      this.waiting.set(id, { resolve, reject, what })
      this.send(message(id))
    })
  }

  private send(message: ToClusters): void {
    if (this.resting) return
    this.port ??= this.start(
      (reply) => this.take(reply),
      () => this.broke(),
    )
    this.port.postMessage(message)
  }

  private take(message: FromClusters): void {
    if (message.kind === 'event') this.streams.get(message.id)?.send(message.text)
    else if (message.kind === 'end') {
      const stream = this.streams.get(message.id)
      this.streams.delete(message.id)
      stream?.end()
    } else {
      const waiting = this.waiting.get(message.id)
      this.waiting.delete(message.id)
      if (message.outcome.ok) waiting?.resolve(message.outcome.value)
      else waiting?.reject(errorOf(message.outcome.failed, waiting.what))
    }
  }

  /** Who waits hears of it, pages come back by themselves, and the clusters are watched anew. */
  private broke(): void {
    this.resting = true
    for (const { reject } of this.waiting.values()) reject(gone())
    this.waiting.clear()
    this.endStreams()
    setTimeout(() => {
      this.port = null
      this.resting = false
      for (const settings of this.opened.values()) this.send({ kind: 'open', settings })
    }, AGAIN_MS).unref()
  }
}

const gone = () =>
  new Failure('unavailable', 'The cluster needs more memory than there is, or broke the thread that watches it.', 'recording')

/** In a thread of its own. */
export const inThread: Start = (take, broke) => {
  const worker = new Worker(new URL('./thread.ts', import.meta.url))
  // It watches as long as somebody serves; it keeps nobody from ending.
  worker.unref()
  worker.on('message', take)
  worker.on('error', (error) => log.error({ err: error }, 'the thread of the live clusters broke'))
  worker.on('exit', broke)
  return worker
}

/** In this thread, as hot reloading wants it: the modules are loaded when they are first needed. */
export const inThisThread: Start = (take) => {
  const { port1, port2 } = new MessageChannel()
  port1.on('message', take)
  void import('@/server/threads/cluster/host').then(({ ClusterHost }) => {
    const host = new ClusterHost((message, transfer) => port2.postMessage(message, transfer ?? []))
    port2.on('message', (message: ToClusters) => void host.take(message))
    port2.unref()
  })
  port1.unref()
  return port1
}
