import type { Recording } from '@/lib/recording/recording'
import { enter, gate } from '@/server/auth/door'
import { Failure } from '@/server/http/failure'
import { sessionOf } from '@/server/session/cookie'
import { catalogue } from '@/server/source/catalogue'
import { clusters } from '@/server/source/cluster/clusters'
import type { Found } from '@/server/source/found'
import { uploads } from '@/server/source/uploads'

/** Every source that the person of a request may see: live clusters first, then recordings, the product's, the added ones, its own. Throws 401. */
export async function visible(request: Request): Promise<Found[]> {
  await enter(request)
  return [...(await live(request)), ...(await catalogue().list()), ...uploads().of(sessionOf(request))]
}

function live(request: Request): Promise<Found[]> {
  return Promise.all(
    clusters()
      .list()
      .map(async ({ recording }) => {
        const value = await gate().view(request, recording)
        return { name: value.name, file: value.name, origin: 'cluster' as const, opened: { ok: true as const, value } }
      }),
  )
}

/** The recording of a name, or the default one. A 404 says when there is none, or why it can't be opened. */
export async function recordingOf(request: Request, name: string | undefined): Promise<{ name: string; recording: Recording }> {
  const all = await visible(request)
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
  if (found.origin === 'cluster') clusters().find(found.name)?.viewers.asked()
  if (!found.opened.ok) throw new Failure('notFound', `${found.opened.problem.entry}: ${found.opened.problem.message}`, 'recording')
  return { name: found.name, recording: found.opened.value }
}
