/** An answer of the API server, a pod or a tunnel that is no success. `status` 0: no answer at all. */
export class ApiFailure extends Error {
  constructor(
    readonly status: number,
    message: string,
    /** How long the server asks to wait (Retry-After), ms. */
    readonly retryAfterMs: number | null = null,
  ) {
    super(message)
    this.name = 'ApiFailure'
  }
}

/** What went wrong, in one line for a person. */
export function messageOf(error: unknown): string {
  if (error instanceof AggregateError) return error.errors.map(messageOf).join('; ')
  if (error instanceof Error) return error.message === '' ? error.name : error.message.split('\n')[0]?.slice(0, 300) || error.name
  return String(error).slice(0, 300)
}
