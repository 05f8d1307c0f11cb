import type { Verdict } from '@/lib/api/step'
import type { RetryPolicy } from '@/lib/envoy/config/route'
import { onUpstreamFailure, type UpstreamFailure } from '@/lib/envoy/evaluate/upstream-failure'
import type { EnvoyEnd } from '@/lib/envoy/model'
import { envoyReason } from '@/lib/walk/envoy-reason'
import { followedBy } from '@/lib/walk/reasons'

/** The endpoint that a proxy opens a connection to. */
export type Upstream = Extract<EnvoyEnd, { kind: 'upstream' }>

/** How a connection to an endpoint failed, by what its walk ended with; null: it did not fail. */
function failureOf(verdict: Verdict): UpstreamFailure | null {
  switch (verdict.kind) {
    case 'rejected':
      return 'refused'
    case 'dropped':
    case 'unreachable':
      return 'timeout'
    case 'reset':
      return verdict.tls ? 'tls' : 'reset'
    default:
      return null
  }
}

const CONNECT: readonly string[] = ['connect-failure', '5xx', 'gateway-error', 'reset', 'reset-before-request']
const RESET: readonly string[] = ['5xx', 'gateway-error', 'reset']

/** Whether the route tries again after this outcome (Envoy: x-envoy-retry-on). What an app answers is not known: never retried. */
export function isRetried(verdict: Verdict, policy: RetryPolicy): boolean {
  const failure = failureOf(verdict)
  if (failure) return policy.on.some((word) => (failure === 'reset' ? RESET : CONNECT).includes(word))
  if (verdict.kind !== 'answered' || verdict.status === undefined) return false
  const { status } = verdict
  return (
    (policy.on.includes('retriable-status-codes') && policy.statusCodes.includes(status)) ||
    (policy.on.includes('5xx') && status >= 500) ||
    (policy.on.includes('gateway-error') && status >= 502 && status <= 504)
  )
}

/** What the proxy's own client gets when the upstream ended like this: an HTTP answer, or a closed connection where bytes are only moved. */
export function answerToDownstream(verdict: Verdict, end: Upstream): Verdict {
  if (end.thenClosed)
    return {
      kind: 'reset',
      flags: end.thenClosed.flags,
      ...envoyReason(end.thenClosed.reason),
      ...(end.thenClosed.how === 'tls' ? { tls: true } : {}),
    }
  const failure = failureOf(verdict)
  if (!failure) return verdict
  const answer = onUpstreamFailure(end, failure)
  const reason = followedBy(envoyReason(answer.reason), verdict)
  if (answer.kind === 'closed') return { kind: 'reset', flags: answer.flags, ...reason }
  return { kind: 'answered', status: answer.status, flags: answer.flags, ...reason }
}
