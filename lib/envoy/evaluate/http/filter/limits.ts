import { readHttpStatus } from '@/lib/envoy/config/http-status'
import type { FilterContext } from '@/lib/envoy/evaluate/http/filter/context'
import { fractionHidden, fractionOf } from '@/lib/envoy/evaluate/match/fraction'
import { matchMetadata } from '@/lib/envoy/evaluate/match/metadata'
import { after, answered, event, forked, unknownEnd } from '@/lib/envoy/evaluate/tree'
import type { EnvoyTree } from '@/lib/envoy/model'
import type { JsonNode } from '@/lib/envoy/parse/json-node'

const TOO_MANY = 429

function flags(context: FilterContext, flag: string): string {
  return [...context.flow.flags, flag].join(',')
}

/** What a limit answers: its own status, but never one below 400. */
function limitStatus(node: JsonNode): number {
  const status = readHttpStatus(node) ?? TOO_MANY
  return status < 400 ? TOO_MANY : status
}

/** local_ratelimit: how full the bucket is stands in no dump, so both ways are walked with unknown probability. */
export function limitLocally(context: FilterContext): EnvoyTree {
  const { flow, request, filter, override, next } = context
  const config = override ?? filter.config
  const bucket = config.get('token_bucket')
  const hasDescriptors = config.get('descriptors').length > 0
  const runtime = flow.index.runtime(flow.state.stats)
  const share = Math.min(
    ...['filter_enabled', 'filter_enforced'].map((field) => {
      const fraction = config.get(field)
      return fraction.exists && fractionHidden(fraction, runtime) !== null ? 1 : fractionOf(fraction, 0, runtime)
    }),
  )
  if ((!bucket.exists && !hasDescriptors) || share === 0) return next(flow, request)
  const status = limitStatus(config.get('status'))
  const refill = `${bucket.get('tokens_per_fill').number() ?? 1} / ${bucket.get('fill_interval').text() ?? '?'}`
  const reason = 'How many tokens are left is not in any dump.'
  const facts = { tokens: String(bucket.get('max_tokens').number() ?? '?'), refill }
  const seen = event({ kind: 'filter', filter: filter.name, pointer: config.pointer, facts, reason })
  return after(
    [seen],
    forked([
      { probability: null, label: 'a token is left', tree: next(flow, request) },
      { probability: null, label: 'no token is left', tree: answered(status, flags(context, 'RL'), 'The local rate limit is used up.') },
    ]),
  )
}

/** ratelimit: what the rate limit service says is unknown. */
export function limitByService(context: FilterContext): EnvoyTree {
  const { flow, request, filter, next } = context
  const reason = 'What the rate limit service answers is not in any dump.'
  return after(
    [event({ kind: 'unknown', filter: filter.name, pointer: filter.pointer, reason })],
    forked([
      { probability: null, label: 'allowed', tree: next(flow, request) },
      {
        probability: null,
        label: 'limited',
        tree: answered(limitStatus(filter.config.get('rate_limited_status')), flags(context, 'RL'), 'The rate limit service refuses.'),
      },
    ]),
  )
}

/** ext_authz: what the authorization service says is unknown; a route, or metadata that earlier filters wrote, may switch it off. */
export function authorizeOutside(context: FilterContext): EnvoyTree {
  const { flow, request, filter, override, next } = context
  if (override?.get('disabled').flag() === true) return next(flow, request)
  const enabled = filter.config.get('filter_enabled_metadata')
  if (enabled.exists && matchMetadata(enabled, flow.metadata, () => false).is === 'no') return next(flow, request)
  const reason = 'What the authorization service answers is not in any dump.'
  return after(
    [event({ kind: 'unknown', filter: filter.name, pointer: filter.pointer, reason })],
    forked([
      { probability: null, label: 'allowed', tree: next(flow, request) },
      { probability: null, label: 'denied', tree: answered(403, flags(context, 'UAEX'), 'The authorization service refuses.') },
    ]),
  )
}

/** A filter that may do anything (lua, wasm, ext_proc…): the request goes on, or something else happens. */
export function passUnknown({ flow, request, filter, next }: FilterContext): EnvoyTree {
  const reason = `What the HTTP filter ${filter.name} does is not modelled.`
  return after(
    [event({ kind: 'unknown', filter: filter.name, pointer: filter.pointer, reason })],
    forked([
      { probability: null, label: 'goes on', tree: next(flow, request) },
      { probability: null, label: 'the filter decides', tree: unknownEnd(reason) },
    ]),
  )
}
