import type { Runtime } from '@/lib/envoy/config/runtime'
import type { FilterContext } from '@/lib/envoy/evaluate/http/filter/context'
import { fractionHidden, fractionOf, overridden, partsOf, percentText } from '@/lib/envoy/evaluate/match/fraction'
import { matchHeader } from '@/lib/envoy/evaluate/match/header'
import { after, answered, event, forked } from '@/lib/envoy/evaluate/tree'
import { all } from '@/lib/envoy/evaluate/verdict'
import type { EnvoyTree, HttpRequest } from '@/lib/envoy/model'
import type { JsonNode } from '@/lib/envoy/parse/json-node'

const DELAY_HEADER = 'x-envoy-fault-delay-request'
const ABORT_HEADER = 'x-envoy-fault-abort-request'
const NODE_HEADER = 'x-envoy-downstream-service-node'
const CALLER_HEADER = 'x-envoy-downstream-service-cluster'

/** Milliseconds or a status that a header asks for; null: none, or no number. */
function asked(request: HttpRequest, header: string): number | null {
  const text = request.headers.get(header)
  return text !== undefined && /^\d{1,9}$/.test(text) ? Number(text) : null
}

/** The key of the runtime that may set a fault's share: that of the calling cluster where a header names it, else the configured one. */
function shareKey(config: JsonNode, kind: 'abort' | 'delay', request: HttpRequest): string {
  const caller = request.headers.get(CALLER_HEADER)
  const name = kind === 'abort' ? 'abort.abort_percent' : 'delay.fixed_delay_percent'
  if (caller !== undefined) return `fault.http.${caller}.${name}`
  return config.get(`${kind}_percent_runtime`).text() || `fault.http.${name}`
}

/** The share of a fault: what the runtime sets, else the configuration's, which a header may lower, never raise. */
function shareOf(fault: JsonNode, byHeader: boolean, header: string, request: HttpRequest, runtime: Runtime, key: string): number {
  const set = overridden(key, runtime)
  if (set) return set.numerator / set.denominator
  const share = fractionOf(fault.get('percentage'), 0)
  const wanted = byHeader ? asked(request, `${header}-percentage`) : null
  return wanted === null ? share : Math.min(share, wanted / partsOf(fault.get('percentage')).denominator)
}

/** Whether there is any delay to inject: one of nothing is none, and is not flagged. */
function mayDelay(delay: JsonNode, request: HttpRequest): boolean {
  if (delay.has('header_delay')) return asked(request, DELAY_HEADER) !== null
  return delay.exists && delay.get('fixed_delay').milliseconds() !== 0
}

function abortStatus(abort: JsonNode, request: HttpRequest): number | null {
  if (!abort.has('header_abort')) return abort.get('http_status').number() ?? (abort.has('grpc_status') ? 200 : null)
  const status = asked(request, ABORT_HEADER)
  return status !== null && status >= 200 && status < 600 ? status : null
}

/** Whether the filter looks at a request at all: its target cluster, its clients' nodes, how many faults it may inject. */
function applies(config: JsonNode, { request, selection }: FilterContext): boolean {
  const target = config.get('upstream_cluster').text() ?? ''
  const nodes = config.get('downstream_nodes').texts()
  if (target !== '' && target !== selection.cluster) return false
  if (nodes.length > 0 && !nodes.includes(request.headers.get(NODE_HEADER) ?? '')) return false
  return config.get('max_active_faults').number() !== 0
}

/** envoy.extensions.filters.http.fault.v3.HTTPFault: delays (DI), then aborts (FI) a fraction of the requests, each by its own chance. */
export function injectFault(context: FilterContext): EnvoyTree {
  const { flow, request, selection, filter, override, next } = context
  const config = override ?? filter.config
  const matched = all(
    config
      .get('headers')
      .items()
      .map((header) => matchHeader(header, request)),
  )
  if (!applies(config, context) || matched.is === 'no') return next(flow, request)
  const [abort, delay] = [config.get('abort'), config.get('delay')]
  const status = abortStatus(abort, request)
  const runtime = flow.index.runtime(flow.state.stats)
  const [delayKey, abortKey] = [shareKey(config, 'delay', request), shareKey(config, 'abort', request)]
  const delays = mayDelay(delay, request)
  const delayed = delays ? shareOf(delay, delay.has('header_delay'), DELAY_HEADER, request, runtime, delayKey) : 0
  const aborted = status === null ? 0 : shareOf(abort, abort.has('header_abort'), ABORT_HEADER, request, runtime, abortKey)
  // A fault that is configured at all may have its share from a layer that no dump shows.
  const delayHidden = delays ? fractionHidden(delay, runtime, delayKey) : null
  const abortHidden = status === null ? null : fractionHidden(abort, runtime, abortKey)
  const reason = delayHidden ?? abortHidden
  if (delayed === 0 && aborted === 0 && reason === null) return next(flow, request)
  const duration = delay.get('fixed_delay').text() ?? `${asked(request, DELAY_HEADER) ?? 0} ms`
  const facts: Record<string, string> = {
    ...(delayed === 0 ? {} : { delay: `${duration} · ${percentText(delayed)}` }),
    ...(aborted === 0 ? {} : { abort: `${status} · ${percentText(aborted)}` }),
  }
  const seen = event({
    kind: 'filter',
    filter: filter.name,
    pointer: config.pointer,
    facts,
    objects: selection.route?.objects ?? [],
    reason,
  })
  const unsure = matched.is === 'unknown'
  const chance = (share: number, possible: number, hidden: string | null) => (hidden !== null || (unsure && possible !== 0) ? null : share)
  const onward = (flags: readonly string[]): EnvoyTree => {
    const why = `The fault filter aborts the request with ${status}.`
    const abortion = answered(status ?? 0, [...flags, 'FI'].join(','), why)
    return forked([
      { probability: chance(aborted, aborted, abortHidden), label: `abort ${status}`, tree: abortion },
      { probability: chance(1 - aborted, 1, abortHidden), label: 'goes on', tree: next({ ...flow, flags }, request) },
    ])
  }
  return after(
    [seen],
    forked([
      { probability: chance(delayed, delayed, delayHidden), label: `delay ${duration}`, tree: onward([...flow.flags, 'DI']) },
      { probability: chance(1 - delayed, 1, delayHidden), label: 'no delay', tree: onward(flow.flags) },
    ]),
  )
}
