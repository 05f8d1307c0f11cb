import type { RequestStrip } from '@/lib/api/overview'
import { stripOf } from '@/lib/path/strip'
import type { Recording } from '@/lib/recording/recording'
import { requestAnswer } from '@/server/walk/request'

const kept = new WeakMap<Recording, RequestStrip[]>()

/** The walks of all recorded requests, each in one row; computed once, a recording does not change. */
export function stripsOf(recording: Recording): RequestStrip[] {
  const known = kept.get(recording)
  if (known) return known
  const strips = recording.requests.map((request): RequestStrip => {
    const { walk, match } = requestAnswer(recording, request, request.sent.at)
    return { id: request.sent.id, strip: stripOf(walk), match }
  })
  kept.set(recording, strips)
  return strips
}
