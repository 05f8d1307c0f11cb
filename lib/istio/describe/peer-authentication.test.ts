import { describe, expect, it } from 'vitest'
import type { PeerAuthentication } from '@/lib/istio/describe/objects'
import { peerAuthenticationFacts } from '@/lib/istio/describe/peer-authentication'

const web = { namespace: 'shop', labels: { app: 'web' } }
const policy = (name: string, namespace: string, spec: PeerAuthentication['spec'], made = '2026-01-01T00:00:00Z'): PeerAuthentication => ({
  metadata: { name, namespace, creationTimestamp: made },
  spec,
})
const own = { matchLabels: { app: 'web' } }
const of = (...all: PeerAuthentication[]) => peerAuthenticationFacts(all, web, 'root')

describe('the PeerAuthentication that holds for a workload', () => {
  it('is permissive where nothing is said, also by one that leaves it unset', () => {
    expect(of()).toEqual({ mode: 'PERMISSIVE', ports: [], applied: [] })
    expect(of(policy('a', 'shop', { mtls: { mode: 'UNSET' } })).mode).toBe('PERMISSIVE')
  })

  it('is the workload’s, else its namespace’s, else the mesh’s', () => {
    const mesh = policy('mesh', 'root', { mtls: { mode: 'STRICT' } })
    const namespace = policy('namespace', 'shop', { mtls: { mode: 'DISABLE' } })
    const workload = policy('workload', 'shop', { selector: own, mtls: { mode: 'PERMISSIVE' } })
    expect(of(mesh).mode).toBe('STRICT')
    expect(of(namespace, mesh).mode).toBe('DISABLE')
    expect(of(workload, namespace, mesh).mode).toBe('PERMISSIVE')
    expect(of(workload, namespace, mesh).applied.map(({ name }) => name)).toEqual(['mesh', 'workload', 'namespace'])
  })

  it('is the older of two, and a port without a mode of its own has the workload’s', () => {
    const old = policy('old', 'shop', { selector: own, mtls: { mode: 'STRICT' }, portLevelMtls: { 80: { mode: 'DISABLE' }, 81: {} } })
    const young = policy('young', 'shop', { selector: own, mtls: { mode: 'DISABLE' } }, '2026-02-01T00:00:00Z')
    expect(of(young, old)).toMatchObject({
      mode: 'STRICT',
      ports: [
        { port: 80, mode: 'DISABLE' },
        { port: 81, mode: 'STRICT' },
      ],
    })
  })

  it('is no other workload’s or namespace’s, nor one with a selector in the root namespace, which istioctl lists all the same', () => {
    const strict = { mtls: { mode: 'STRICT' } }
    const other = policy('other', 'shop', { ...strict, selector: { matchLabels: { app: 'api' } } })
    expect(of(other, policy('far', 'far', strict))).toEqual({ mode: 'PERMISSIVE', ports: [], applied: [] })
    expect(of(policy('root', 'root', { ...strict, selector: own }))).toMatchObject({
      mode: 'PERMISSIVE',
      applied: [{ name: 'root', namespace: 'root' }],
    })
  })
})
