import type { Question } from '@/lib/api/question'
import type { RequestSummary } from '@/lib/api/recordings'

/** The question that a recorded request asked, at a moment (ms on the timeline). */
export const askedBy = (request: RequestSummary, at: number): Question => ({
  from: request.from,
  url: request.url,
  host: request.host,
  container: request.container,
  method: request.method,
  headers: Object.entries(request.headers),
  at,
})
