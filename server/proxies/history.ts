import type { z } from 'zod'
import type { ProxyHistory, proxyQuery } from '@/lib/api/proxy-history'
import { readingMoments, statesAt, typeSegments } from '@/lib/istio/proxies/history'
import type { Recording } from '@/lib/recording/recording'
import { Failure } from '@/server/http/failure'
import { inTurns } from '@/server/walk/turns'

/** The states of a proxy while it was watched, up to a moment. 404 when no istiod listed it by then. */
export async function historyAt(recording: Recording, { proxy, at }: z.infer<typeof proxyQuery>): Promise<ProxyHistory> {
  const until = recording.grows && at === 0 ? recording.endMs : at
  const moments = readingMoments(recording, until)
  const readings = await inTurns(moments, (moment) => ({ at: moment, states: statesAt(recording, proxy, moment) }))
  if (readings.every(({ states }) => states.every((state) => state === 'ABSENT')))
    throw new Failure('notFound', `No istiod had listed “${proxy}” by ${until} ms.`, 'proxy')
  const start = recording.scenario.start
  return {
    proxy,
    start: Number.isNaN(Date.parse(start)) ? null : start,
    from: moments[0] ?? until,
    until,
    readings: moments.length,
    types: typeSegments(readings, until),
  }
}
