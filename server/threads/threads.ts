import { availableParallelism } from 'node:os'
import { Worker } from 'node:worker_threads'
import { Failure } from '@/server/http/failure'
import { log } from '@/server/log'
import type { Order, Reply } from '@/server/threads/order'

/** Two at least: a heavy recording must not hold up the others. Each has caches of its own, so not one for every core of a large machine. */
const SIZE = Math.min(4, Math.max(2, availableParallelism() - 1))

type Waiting = { resolve: (reply: Reply) => void; reject: (error: Error) => void }

/** A thread with what was asked of it. It starts when it is first needed, and again after it broke. */
class Thread {
  private worker: Worker | null = null
  private readonly waiting = new Map<number, Waiting>()
  private asked = 0

  ask(order: Omit<Order, 'id'>): Promise<Reply> {
    const worker = this.worker ?? this.start()
    const id = this.asked++
    worker.ref()
    return new Promise((resolve, reject) => {
      this.waiting.set(id, { resolve, reject })
      worker.postMessage({ ...order, id } satisfies Order)
    })
  }

  private start(): Worker {
    const worker = new Worker(new URL('./thread.ts', import.meta.url))
    worker.on('message', (reply: Reply) => {
      this.waiting.get(reply.id)?.resolve(reply)
      this.waiting.delete(reply.id)
      // Without work it keeps nobody from ending.
      if (this.waiting.size === 0) worker.unref()
    })
    worker.on('error', (error) => log.error({ err: error }, 'a working thread broke'))
    worker.on('exit', () => this.ended(worker))
    this.worker = worker
    return worker
  }

  /** Whoever still waits hears of it; the next question starts another thread. */
  private ended(worker: Worker): void {
    if (this.worker !== worker) return
    this.worker = null
    const failure = new Failure(
      'unavailable',
      'The recording needs more memory than there is, or broke the thread that reads it.',
      'recording',
    )
    for (const { reject } of this.waiting.values()) reject(failure)
    this.waiting.clear()
  }
}

/** Every question about one recording goes to the same thread, which has it open. */
class Threads {
  private readonly threads = Array.from({ length: SIZE }, () => new Thread())

  ask(order: Omit<Order, 'id'>): Promise<Reply> {
    const thread = this.threads[order.packed.key % SIZE]
    if (!thread) throw new Error('There are no threads.')
    return thread.ask(order)
  }
}

const key = Symbol.for('hopscope.threads')
const shared = globalThis as typeof globalThis & { [key]?: Threads }

/** The process's one set of threads: route bundles each have their own modules, but share the process. */
export function threads(): Threads {
  shared[key] ??= new Threads()
  return shared[key]
}
