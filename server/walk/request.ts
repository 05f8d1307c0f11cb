import type { Recorded, RequestAnswer } from '@/lib/api/request'
import { questionOfRequest, type RecordedRequest } from '@/lib/recording/recorded-request'
import type { Recording } from '@/lib/recording/recording'
import { accessOf, connectionsOf, tracesOf } from '@/lib/recording/request-files'
import { Failure } from '@/server/http/failure'
import { requestSummary } from '@/server/source/summary'
import { agreementOf } from '@/server/walk/agreement'
import { meshAt } from '@/server/walk/mesh-cache'
import { walkAt } from '@/server/walk/walks'

/** A recorded request by its id or key, with its walk at `at`, or at the moment at which it was sent. 404 when there is none. */
export function requestById(name: string, recording: Recording, id: string, at: number | undefined): RequestAnswer {
  const recorded = recording.request(id)
  if (!recorded) throw new Failure('notFound', `The recording “${name}” has no request “${id}”.`, 'id')
  return requestAnswer(recording, recorded, at ?? recorded.sent.at)
}

/** A recorded request, its walk at a moment (ms), what was recorded, and whether the two agree. */
export function requestAnswer(recording: Recording, request: RecordedRequest, at: number): RequestAnswer {
  const walk = walkAt(recording, questionOfRequest(request, at))
  const recorded = recordedOf(recording, request)
  const own = `requests/${request.key}/`
  return {
    request: requestSummary(request),
    walk,
    recorded,
    ...agreementOf(walk, request, recorded, meshAt(recording, at)),
    problems: recording.problems.filter((problem) => problem.entry.startsWith(own)),
  }
}

/** What was recorded of a request. */
export function recordedOf(recording: Recording, request: RecordedRequest): Recorded {
  return {
    command: request.sent.command,
    output: request.output === null ? null : recording.text(request.output),
    traces: tracesOf(recording, request),
    access: accessOf(recording, request),
    connections: { before: connectionsOf(recording, request.before), after: connectionsOf(recording, request.after) },
  }
}
