import { describe, expect, it } from 'vitest'
import { podSchema } from '@/lib/kubernetes/pods'
import { indexServiceNames, searchPath } from '@/lib/kubernetes/resolve'
import { endpointSliceSchema, serviceSchema } from '@/lib/kubernetes/services'

const evidence = { entry: 'k8s/services.json', pointer: '/items/0', at: 0 }
const service = (name: string, spec: object) => ({ ...serviceSchema.parse({ metadata: { name, namespace: 'shop' }, spec }), evidence })
const pod = (spec: object = {}) => podSchema.parse({ metadata: { name: 'p', namespace: 'shop' }, spec: { containers: [], ...spec } })

describe('searchPath', () => {
  it('tries the namespace first, and the name itself last while it has fewer than five dots', () => {
    expect(searchPath('api', pod())).toEqual(['api.shop.svc.cluster.local', 'api.svc.cluster.local', 'api.cluster.local', 'api'])
    expect(searchPath('a.b.c.d.e.f', pod())[0]).toBe('a.b.c.d.e.f')
  })
  it('takes a name with a dot at its end as it is', () => {
    expect(searchPath('api.shop.', pod())).toEqual(['api.shop'])
  })
  it('knows no cluster names with the host’s resolver', () => {
    expect(searchPath('api', pod({ dnsPolicy: 'Default' }))).toEqual(['api'])
    expect(searchPath('api', pod({ hostNetwork: true }))).toEqual(['api'])
  })
})

describe('indexServiceNames', () => {
  const slice = endpointSliceSchema.parse({
    metadata: { name: 'web-1', namespace: 'shop', labels: { 'kubernetes.io/service-name': 'web' } },
    addressType: 'IPv4',
    endpoints: [
      { addresses: ['10.0.0.1'], hostname: 'web-0' },
      { addresses: ['10.0.0.2'], conditions: { ready: false } },
    ],
  })
  const names = indexServiceNames(
    [
      service('api', { clusterIP: '10.1.0.1' }),
      service('web', { clusterIP: 'None' }),
      service('alias', { type: 'ExternalName', externalName: 'example.com' }),
    ],
    [{ ...slice, evidence }],
  )
  it('answers with the cluster address, the ready endpoints, or the alias', () => {
    expect(names.find('API.shop.svc.cluster.local.')).toMatchObject({ kind: 'clusterIP', ip: '10.1.0.1' })
    expect(names.find('web.shop.svc.cluster.local')).toMatchObject({ kind: 'headless', ips: ['10.0.0.1'] })
    expect(names.find('web-0.web.shop.svc.cluster.local')).toMatchObject({ kind: 'headless', ips: ['10.0.0.1'] })
    expect(names.find('alias.shop.svc.cluster.local')).toMatchObject({ kind: 'alias', name: 'example.com' })
  })
  it('knows nothing of other names', () => {
    expect(names.find('api')).toBeNull()
  })
})
