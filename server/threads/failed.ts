import type { ErrorCode } from '@/lib/api/error'
import type { ReasonCode } from '@/lib/reason/sentence'
import { Failure } from '@/server/http/failure'

/** A Failure as it crosses threads; null: something else, which its thread has logged. */
export type Failed = { code: ErrorCode; message: string; where?: string | undefined; reason?: ReasonCode | undefined } | null

/** A Failure to be sent; null for any other error, which is for the caller to log. */
export function failedOf(error: unknown): Failed {
  if (!(error instanceof Failure)) return null
  return { code: error.code, message: error.message, where: error.where, reason: error.reason }
}

/** What was sent, to be thrown. `what` names the work in the log. */
export function errorOf(failed: Failed, what: string): Error {
  if (failed) return new Failure(failed.code, failed.message, failed.where, failed.reason)
  return new Error(`“${what}” failed in its thread, which logged why`)
}
