import { openedSchema, recordingsSchema } from '@/lib/api/recordings'
import { enter } from '@/server/auth/door'
import { answer } from '@/server/http/answer'
import { readBody } from '@/server/http/body'
import { Failure } from '@/server/http/failure'
import { checkOrigin } from '@/server/http/origin'
import { newSession, sessionCookie, sessionOf } from '@/server/session/cookie'
import { catalogue } from '@/server/source/catalogue'
import { visible } from '@/server/source/find'
import { MAX_UPLOAD_BYTES, uploads } from '@/server/source/uploads'

export const dynamic = 'force-dynamic'

/** Every recording that this browser session sees. */
export function GET(request: Request): Promise<Response> {
  return answer(recordingsSchema, async () => ({ recordings: await visible(request) }))
}

/** Opens a zip (the body) for this browser session only. */
export function POST(request: Request): Promise<Response> {
  const session = sessionOf(request) ?? newSession()
  return answer(
    openedSchema,
    async () => {
      checkOrigin(request)
      await enter(request)
      const file = fileName(request)
      const bytes = await readBody(request, MAX_UPLOAD_BYTES, file)
      const taken = new Set((await catalogue().list()).map((found) => found.name))
      const added = await uploads().add(session, bytes, file, taken)
      if (!added.ok) throw new Failure('badInput', `${added.problem.entry}: ${added.problem.message}`, added.problem.entry)
      return { name: added.value.name, problems: [...added.value.recording.problems] }
    },
    () => ({ 'set-cookie': sessionCookie(session, request) }),
  )
}

/** The dropped file's name, without a path; it only stands in messages. */
function fileName(request: Request): string {
  let name = request.headers.get('x-file-name') ?? ''
  try {
    name = decodeURIComponent(name)
  } catch {
    // Not encoded: taken as it is.
  }
  return (
    name
      .split(/[/\\]/)
      .at(-1)
      ?.replace(/[^\p{L}\p{N} ._()-]/gu, '')
      .slice(0, 120) || 'recording.zip'
  )
}
