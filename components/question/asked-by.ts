import type { Question } from '@/lib/api/question'
import type { RequestSummary } from '@/lib/api/recordings'

/** The question that a recorded request asked, at the start of its recording unless the request is of a live one. */
export const askedBy = (request: RequestSummary, live = false): Question => ({
  from: request.from,
  url: request.url,
  host: request.host,
  container: request.container,
  method: request.method,
  headers: Object.entries(request.headers),
  at: live ? request.at : 0,
})
