import type { ErrorCode } from '@/lib/api/error'
import type { ReasonCode } from '@/lib/reason/sentence'

const statusOf: Record<ErrorCode, number> = {
  badInput: 400,
  unauthorized: 401,
  forbidden: 403,
  notFound: 404,
  tooLarge: 413,
  tooMany: 429,
  internal: 500,
  unavailable: 503,
}

const brand = Symbol.for('hopscope.failure')

/** An answer that is no success, thrown inside a route handler and turned into `{error}` by `answer`. The message is for a person. */
export class Failure extends Error {
  /** Each route's bundle has a class of its own, and what the process shares (clusters, the gate) throws that of the first. */
  static override [Symbol.hasInstance](error: unknown): boolean {
    return typeof error === 'object' && error !== null && brand in error
  }

  readonly [brand] = true
  readonly status: number

  constructor(
    readonly code: ErrorCode,
    message: string,
    /** The parameter, or the entry of a recording. */
    readonly where?: string,
    /** The message for translations. */
    readonly reason?: ReasonCode,
  ) {
    super(message)
    this.status = statusOf[code]
  }
}
