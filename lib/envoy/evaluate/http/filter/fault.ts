import type { FilterContext } from '@/lib/envoy/evaluate/http/filter/context'
import { fractionOf, percentText } from '@/lib/envoy/evaluate/match/fraction'
import { matchHeader } from '@/lib/envoy/evaluate/match/header'
import { after, answered, event, forked } from '@/lib/envoy/evaluate/tree'
import { all } from '@/lib/envoy/evaluate/verdict'
import type { EnvoyTree } from '@/lib/envoy/model'

const DELAY_HEADER = 'x-envoy-fault-delay-request'
const ABORT_HEADER = 'x-envoy-fault-abort-request'

/** envoy.extensions.filters.http.fault.v3.HTTPFault: delays (DI), then aborts (FI) a fraction of the requests. */
export function injectFault({ flow, request, selection, filter, override, next }: FilterContext): EnvoyTree {
  const config = override ?? filter.config
  const target = config.get('upstream_cluster').text()
  const applies = target === null || target === '' || target === selection.cluster
  const matched = all(
    config
      .get('headers')
      .items()
      .map((header) => matchHeader(header, request)),
  )
  const abort = config.get('abort')
  const delay = config.get('delay')
  if (!applies || matched.is === 'no' || (!abort.exists && !delay.exists)) return next(flow, request)
  const byDelayHeader = delay.has('header_delay')
  const delayShare = !delay.exists || (byDelayHeader && !request.headers.has(DELAY_HEADER)) ? 0 : fractionOf(delay.get('percentage'), 0)
  const status = abort.has('header_abort')
    ? Number(request.headers.get(ABORT_HEADER) ?? Number.NaN)
    : (abort.get('http_status').number() ?? (abort.has('grpc_status') ? 200 : Number.NaN))
  const abortShare = !abort.exists || Number.isNaN(status) ? 0 : fractionOf(abort.get('percentage'), 0)
  if (delayShare === 0 && abortShare === 0) return next(flow, request)
  const facts: Record<string, string> = {}
  const duration = delay.get('fixed_delay').text() ?? 'by header'
  if (delayShare > 0) facts.delay = `${duration} on ${percentText(delayShare)}`
  if (abortShare > 0) facts.abort = `${status} on ${percentText(abortShare)}`
  const delayed = delayShare === 1 ? { ...flow, flags: [...flow.flags, 'DI'] } : flow
  const seen = event({ kind: 'filter', filter: filter.name, pointer: config.pointer, facts, objects: selection.route?.objects ?? [] })
  const unsure = matched.is === 'unknown'
  const reason = `The fault filter aborts the request with ${status}.`
  return after(
    [seen],
    forked([
      {
        probability: unsure ? null : abortShare,
        label: `abort ${status}`,
        tree: answered(status, [...delayed.flags, 'FI'].join(','), reason),
      },
      { probability: unsure ? null : 1 - abortShare, label: 'goes on', tree: next(delayed, request) },
    ]),
  )
}
