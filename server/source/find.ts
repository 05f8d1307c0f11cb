import type { RecordingSummary } from '@/lib/api/recordings'
import type { Recording } from '@/lib/recording/recording'
import { enter } from '@/server/auth/door'
import { Failure } from '@/server/http/failure'
import { sessionOf } from '@/server/session/cookie'
import { catalogue } from '@/server/source/catalogue'
import { clusters, type LiveCluster } from '@/server/source/cluster/clusters'
import type { Found } from '@/server/source/found'
import { summaryOf } from '@/server/source/summary'
import { uploads } from '@/server/source/uploads'
import type { Person } from '@/server/threads/cluster/messages'

/** What is asked about: a recording, or a live cluster as a person may see it. */
export type Source =
  | { kind: 'recording'; name: string; recording: Recording }
  | { kind: 'cluster'; name: string; cluster: LiveCluster; person: Person }

/** Every source that the person of a request may see: live clusters first, then recordings, the product's, the added ones, its own. Throws 401. */
export async function visible(request: Request): Promise<RecordingSummary[]> {
  const person = await enter(request)
  const live = await Promise.all(
    clusters()
      .list()
      .map((cluster) => cluster.summary(person)),
  )
  return [...live, ...(await recordings(request)).map(summaryOf)]
}

async function recordings(request: Request): Promise<Found[]> {
  return [...(await catalogue().list()), ...uploads().of(sessionOf(request))]
}

/** The source of a name, or the default one. A 404 says when there is none, or why it can't be opened. Throws 401. */
export async function sourceOf(request: Request, name: string | undefined): Promise<Source> {
  const person = await enter(request)
  const cluster = name === undefined ? clusters().list()[0] : clusters().find(name)
  if (cluster) return { kind: 'cluster', name: cluster.name, cluster, person }
  const all = await recordings(request)
  const found =
    name === undefined
      ? all.find((each) => each.opened.ok)
      : (all.find((each) => each.name === name) ?? all.find((each) => each.file.replace(/\.zip$/i, '') === name))
  if (!found)
    throw new Failure(
      'notFound',
      name === undefined ? 'There is no recording.' : `There is no recording “${name.slice(0, 200)}”.`,
      'recording',
    )
  if (!found.opened.ok) throw new Failure('notFound', `${found.opened.problem.entry}: ${found.opened.problem.message}`, 'recording')
  return { kind: 'recording', name: found.name, recording: found.opened.value }
}
