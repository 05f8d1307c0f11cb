import { z } from 'zod'
import { sessionSchema } from '@/lib/api/session'
import { gate } from '@/server/auth/door'
import { answer } from '@/server/http/answer'
import { readBody } from '@/server/http/body'
import { Failure } from '@/server/http/failure'
import { checkOrigin } from '@/server/http/origin'

export const dynamic = 'force-dynamic'

const MAX_BODY_BYTES = 16 * 1024
const loginSchema = z.object({ token: z.string().min(1) })

/** Whether one has to log in, and who is. */
export function GET(request: Request): Promise<Response> {
  return answer(sessionSchema, async () => {
    const session = await gate().sessionOf(request)
    return { required: gate().closed, user: session?.user ?? null, expiresAt: session?.expiresAt ?? null }
  })
}

/** Logs in: a token for a session's cookie. */
export async function POST(request: Request): Promise<Response> {
  let cookie = ''
  return answer(
    sessionSchema,
    async () => {
      checkOrigin(request)
      const body = loginSchema.safeParse(parsed(await readBody(request, MAX_BODY_BYTES, 'The body')))
      if (!body.success) throw new Failure('badInput', 'The body is {"token": TOKEN}.', 'token')
      const made = await gate().login(request, body.data.token.trim())
      cookie = made.cookie
      return { required: true, user: made.session.user, expiresAt: made.session.expiresAt }
    },
    () => ({ 'set-cookie': cookie }),
  )
}

/** Logs out. */
export function DELETE(request: Request): Promise<Response> {
  return answer(
    sessionSchema,
    () => {
      checkOrigin(request)
      return { required: gate().closed, user: null, expiresAt: null }
    },
    () => ({ 'set-cookie': gate().logout(request) }),
  )
}

function parsed(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder().decode(bytes))
  } catch {
    return null
  }
}
