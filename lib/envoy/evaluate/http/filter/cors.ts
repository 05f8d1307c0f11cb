import type { FilterContext } from '@/lib/envoy/evaluate/http/filter/context'
import { fractionHidden, fractionOf } from '@/lib/envoy/evaluate/match/fraction'
import { matchString } from '@/lib/envoy/evaluate/match/string'
import { answered, event, forked } from '@/lib/envoy/evaluate/tree'
import { any } from '@/lib/envoy/evaluate/verdict'
import type { EnvoyTree } from '@/lib/envoy/model'

/** Envoy's CORS filter answers a preflight from an allowed origin itself; everything else passes. */
export function answerPreflight({ flow, request, selection, filter, override, next }: FilterContext): EnvoyTree {
  const old = selection.route?.actionNode.get('cors')
  const policy = override ?? (old?.exists ? old : selection.virtualHost?.node.get('cors'))
  const origin = request.headers.get('origin')
  const preflight =
    request.method === 'OPTIONS' && origin !== undefined && (request.headers.get('access-control-request-method') ?? '') !== ''
  const runtime = flow.index.runtime(flow.state.stats)
  const hidden = policy?.exists ? fractionHidden(policy.get('filter_enabled'), runtime) : null
  if (!preflight || !policy?.exists || (hidden === null && fractionOf(policy.get('filter_enabled'), 1, runtime) === 0))
    return next(flow, request)
  const allowed = any(
    policy
      .get('allow_origin_string_match')
      .items()
      .map((matcher) => matchString(matcher, origin, 'origin')),
    'origin',
  )
  if (allowed.is === 'no') return next(flow, request)
  const seen = event({
    kind: 'filter',
    filter: filter.name,
    pointer: policy.pointer,
    facts: { origin },
    objects: selection.route?.objects ?? [],
    reason: hidden,
  })
  const answer = answered(200, flow.flags.join(',') || '-', 'The CORS filter answers the preflight.', [seen])
  if (hidden === null) return answer
  return forked([
    { probability: null, label: 'the filter decides', tree: answer },
    { probability: null, label: 'goes on', tree: next(flow, request) },
  ])
}
