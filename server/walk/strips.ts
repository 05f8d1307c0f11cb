import type { RequestStrip } from '@/lib/api/overview'
import { stripOf } from '@/lib/path/strip'
import { questionOfRequest } from '@/lib/recording/recorded-request'
import type { Recording } from '@/lib/recording/recording'
import { agreementOf } from '@/server/walk/agreement'
import { meshAt } from '@/server/walk/mesh-cache'
import { recordedOf } from '@/server/walk/request'
import { inTurns } from '@/server/walk/turns'
import { walkAt } from '@/server/walk/walks'

const kept = new WeakMap<Recording, Promise<RequestStrip[]>>()

/** The walk of every recorded request in one row, with its agreement; worked out once for each recording. */
export function stripsOf(recording: Recording): Promise<RequestStrip[]> {
  const known =
    kept.get(recording) ??
    inTurns(recording.requests, (request) => {
      const walk = walkAt(recording, questionOfRequest(request))
      const { match } = agreementOf(walk, request, recordedOf(recording, request), meshAt(recording, request.sent.at))
      return { id: request.id, strip: stripOf(walk), match }
    })
  kept.set(recording, known)
  known.catch(() => kept.delete(recording))
  return known
}
