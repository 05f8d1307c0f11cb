import { describe, expect, it } from 'vitest'
import type { Verdict } from '@/lib/api/step'
import { answerToDownstream, isRetried, type Upstream } from '@/lib/walk/retry'

const policy = { on: ['connect-failure', 'retriable-status-codes'], attempts: 2, statusCodes: [503], perTryTimeoutMs: null }
const end: Upstream = {
  kind: 'upstream',
  cluster: 'c',
  to: { ip: '10.0.0.1', port: 80 },
  bind: null,
  tls: null,
  request: null,
  route: null,
  mirrors: [],
  via: 'http',
  retry: policy,
}
const verdict = (kind: Verdict['kind'], more: Partial<Verdict> = {}): Verdict => ({ kind, reason: 'because', ...more })

describe('isRetried', () => {
  it('tries again what could not be connected, and the listed statuses', () => {
    expect(isRetried(verdict('rejected'), policy)).toBe(true)
    expect(isRetried(verdict('unreachable'), policy)).toBe(true)
    expect(isRetried(verdict('reset', { tls: true }), policy)).toBe(true)
    expect(isRetried(verdict('answered', { status: 503 }), policy)).toBe(true)
  })
  it('does not try again what the policy does not name, nor what the app got', () => {
    expect(isRetried(verdict('reset'), policy)).toBe(false)
    expect(isRetried(verdict('answered', { status: 403 }), policy)).toBe(false)
    expect(isRetried(verdict('delivered'), policy)).toBe(false)
    expect(isRetried(verdict('answered', { status: 503 }), { ...policy, on: ['connect-failure'] })).toBe(false)
  })
})

describe('answerToDownstream', () => {
  it('answers 503 over HTTP and closes where bytes are only moved', () => {
    expect(answerToDownstream(verdict('rejected'), end)).toMatchObject({ kind: 'answered', status: 503, flags: 'URX,UF' })
    expect(answerToDownstream(verdict('reset'), end)).toMatchObject({ kind: 'answered', status: 503, flags: 'UC' })
    expect(answerToDownstream(verdict('rejected'), { ...end, via: 'tcp' })).toMatchObject({ kind: 'reset' })
  })
  it('hands on what came from behind', () => {
    const got = verdict('answered', { status: 403, flags: 'UAEX' })
    expect(answerToDownstream(got, end)).toBe(got)
  })
  it('closes where the listener refuses after it has connected', () => {
    const closing = { how: 'reset' as const, flags: '-', reason: 'denied' }
    expect(answerToDownstream(verdict('delivered'), { ...end, thenClosed: closing })).toMatchObject({ kind: 'reset', reason: 'denied' })
  })
})
