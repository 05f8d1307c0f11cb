import { Gate } from '@/server/auth/gate'
import { Failure } from '@/server/http/failure'
import { clusters } from '@/server/source/cluster/clusters'
import type { Person } from '@/server/threads/cluster/messages'

const key = Symbol.for('hopscope.gate')
const shared = globalThis as typeof globalThis & { [key]?: Gate }

/** The process's one gate. Throws when the server must not start (session-key.ts). */
export function gate(): Gate {
  shared[key] ??= new Gate(process.env, () => clusters().list()[0] ?? null)
  return shared[key]
}

const LOOPBACK = /^(?:localhost|127(?:\.\d{1,3}){3}|\[::1\])(?::\d{1,5})?$/i

/**
 * Lets a request in, or throws. In a cluster it needs a session; on a person's own machine, where a cluster is shown without one, it must be
 * meant for this machine: a page of somebody else's could otherwise have its own name lead here. Gives with whose rights is answered.
 */
export async function enter(request: Request): Promise<Person> {
  const session = await gate().enter(request)
  if (session) return session.token
  if (clusters().list().length > 0 && !clusters().inCluster) checkThisMachine(request)
  return null
}

/** As `enter`, for what leads to clusters where none is shown yet: no page of somebody else's may learn of them, or have one connected. */
export async function enterToChoose(request: Request): Promise<Person> {
  if (!clusters().inCluster) checkThisMachine(request)
  return enter(request)
}

function checkThisMachine(request: Request): void {
  const host = request.headers.get('host') ?? new URL(request.url).host
  if (!LOOPBACK.test(host)) throw new Failure('forbidden', `A cluster is shown at 127.0.0.1 only, not at “${host.slice(0, 100)}”.`)
}
