import type { RetryPolicy } from '@/lib/envoy/config/route'
import type { EnvoyEnd } from '@/lib/envoy/model'

export type UpstreamFailure = 'refused' | 'timeout' | 'tls' | 'reset'

/** What the downstream gets when the upstream connection fails: an HTTP answer, or (tcp_proxy) a closed connection. */
export type FailureAnswer =
  | { kind: 'answered'; status: number; flags: string; reason: string }
  | { kind: 'closed'; how: 'reset'; flags: string; reason: string }

const CONNECT_RETRIES: ReadonlySet<string> = new Set(['connect-failure', '5xx', 'gateway-error', 'reset', 'reset-before-request'])
const RESET_RETRIES: ReadonlySet<string> = new Set(['5xx', 'gateway-error', 'reset'])

/** Whether the policy covers the failure; then the limit of retries is what ends it (URX), also where it is 0. */
function retries(policy: RetryPolicy | null | undefined, reasons: ReadonlySet<string>): boolean {
  return policy?.on.some((word) => reasons.has(word)) === true
}

const REASONS: Record<UpstreamFailure, string> = {
  refused: 'The upstream refused the connection.',
  timeout: 'The connection to the upstream timed out.',
  tls: 'The TLS handshake with the upstream failed.',
  reset: 'The upstream closed the connection before it answered.',
}

/**
 * What a proxy answers when the connection of an `upstream` end fails: `refused`, `timeout` (connect_timeout) and `tls`
 * are failures to connect (UF), `reset` is a connection that ends before the answer (UC). URX: it had tried again until
 * the retry limit. tcp_proxy closes its client instead. Source: Envoy's response flags, checked on real access logs.
 */
export function onUpstreamFailure(end: Extract<EnvoyEnd, { kind: 'upstream' }>, kind: UpstreamFailure): FailureAnswer {
  const reason = REASONS[kind]
  if (end.via === 'tcp' && end.carriedBy !== undefined) return onUpstreamFailure(end.carriedBy, 'reset')
  if (end.via === 'tcp') return { kind: 'closed', how: 'reset', flags: kind === 'reset' ? '-' : 'UF,URX', reason }
  const again = retries(end.retry, kind === 'reset' ? RESET_RETRIES : CONNECT_RETRIES)
  const flags = [...(end.flags === undefined ? [] : [end.flags]), ...(again ? ['URX'] : []), kind === 'reset' ? 'UC' : 'UF']
  return { kind: 'answered', status: 503, flags: flags.join(','), reason }
}

/** The flags of the access log when the upstream answers with this status: URX where Envoy had tried again until the limit. */
export function onUpstreamStatus(end: Extract<EnvoyEnd, { kind: 'upstream' }>, status: number): string {
  const policy = end.retry
  const own = end.flags ?? '-'
  if (end.via === 'tcp' || policy === null || policy === undefined) return own
  const again =
    (policy.on.includes('retriable-status-codes') && policy.statusCodes.includes(status)) ||
    (policy.on.includes('5xx') && status >= 500 && status < 600) ||
    (policy.on.includes('gateway-error') && status >= 502 && status <= 504) ||
    (policy.on.includes('retriable-4xx') && status === 409)
  if (!again) return own
  return own === '-' ? 'URX' : `${own},URX`
}
