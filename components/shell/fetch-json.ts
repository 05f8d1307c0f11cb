import type { ErrorAnswer } from '@/lib/api/error'
import type { ReasonCode } from '@/lib/reason/sentence'

/** An answer of the API that is not a success, with its message for a person (docs/api.md). `status` 0: no answer at all. */
export class ApiError extends Error {
  readonly status: number
  readonly code: string
  readonly where: string | null
  /** The message for other languages; null: it has no words but its own. */
  readonly reason: ReasonCode | null

  constructor(status: number, code: string, message: string, where: string | null, reason: ReasonCode | null = null) {
    super(message)
    this.name = 'ApiError'
    this.status = status
    this.code = code
    this.where = where
    this.reason = reason
  }
}

type QueryValue = string | number | null | undefined | readonly string[]

/** `/api/walk` and its parameters; null, undefined and '' are left out, a list is repeated. */
export function apiUrl(path: string, parameters: Record<string, QueryValue>): string {
  const search = new URLSearchParams()
  for (const [name, value] of Object.entries(parameters)) {
    if (value === null || value === undefined || value === '') continue
    if (typeof value === 'string' || typeof value === 'number') search.set(name, String(value))
    else for (const item of value) search.append(name, item)
  }
  const text = search.toString()
  return text ? `${path}?${text}` : path
}

/** The JSON of our own server, which checks it against lib/api before it sends it. Throws ApiError. */
export async function fetchJson<T>(url: string, init?: RequestInit): Promise<T> {
  let response: Response
  try {
    response = await fetch(url, { ...init, headers: { accept: 'application/json', ...init?.headers } })
  } catch (cause) {
    if (cause instanceof DOMException && cause.name === 'AbortError') throw cause
    throw new ApiError(0, 'unreachable', cause instanceof Error ? cause.message : String(cause), null)
  }
  if (!response.ok) throw await errorOf(response)
  return (await response.json()) as T
}

async function errorOf(response: Response): Promise<ApiError> {
  const text = await response.text()
  try {
    const { error } = JSON.parse(text) as Partial<ErrorAnswer>
    if (error?.message) return new ApiError(response.status, error.code, error.message, error.where ?? null, error.reason ?? null)
  } catch {
    // Not ours (a proxy in between, a crash page): the status line has to do.
  }
  return new ApiError(response.status, 'http', `${response.status} ${response.statusText}`.trim(), null)
}
