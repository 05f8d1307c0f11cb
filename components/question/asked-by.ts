import type { RecordedRequest } from '@/components/shell/api-types'
import type { Question } from '@/lib/api/question'

/** The question that a recorded request asked, at the start of its recording unless the request is of a live one. */
export const askedBy = (request: RecordedRequest, live = false): Question => ({
  from: request.from,
  url: request.url,
  host: request.host,
  container: request.container,
  method: request.method,
  headers: Object.entries(request.headers),
  at: live ? request.at : 0,
})
