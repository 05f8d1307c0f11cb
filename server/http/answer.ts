import type { z } from 'zod'
import type { ErrorAnswer } from '@/lib/api/error'
import { readErrorReason } from '@/lib/api/error-reasons'
import { Failure } from '@/server/http/failure'
import { log } from '@/server/log'

const noStore = { 'cache-control': 'no-store' }

/**
 * Answers with what `produce` gives, in the shape of `schema` and nothing besides. A Failure becomes its status and `{error}`;
 * anything else is logged and becomes a 500 without details.
 */
export async function answer<T>(schema: z.ZodType<T>, produce: () => Promise<T> | T, headers?: () => HeadersInit): Promise<Response> {
  try {
    const body = schema.parse(await produce())
    return Response.json(body, { headers: { ...noStore, ...Object.fromEntries(new Headers(headers?.())) } })
  } catch (error) {
    return failed(error)
  }
}

/** The answer for an error of any kind. */
export function failed(error: unknown): Response {
  if (error instanceof Failure)
    return errorAnswer(error.status, {
      error: { code: error.code, message: error.message, where: error.where, reason: error.reason },
    })
  log.error({ err: error }, 'a route handler failed')
  return errorAnswer(500, { error: { code: 'internal', message: 'The server failed at this; its log says more.' } })
}

function errorAnswer(status: number, { error }: ErrorAnswer): Response {
  const reason = error.reason ?? readErrorReason(error.message)
  return Response.json({ error: { ...error, ...(reason ? { reason } : {}) } }, { status, headers: noStore })
}
