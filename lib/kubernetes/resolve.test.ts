import { describe, expect, it } from 'vitest'
import { CLUSTER_DOMAIN, clusterDomain } from '@/lib/kubernetes/cluster-domain'
import { podSchema } from '@/lib/kubernetes/pods'
import { indexServiceNames, searchPath } from '@/lib/kubernetes/resolve'
import { endpointSliceSchema, serviceSchema } from '@/lib/kubernetes/services'

const evidence = { entry: 'k8s/services.json', pointer: '/items/0', at: 0 }
const service = (name: string, spec: object) => ({ ...serviceSchema.parse({ metadata: { name, namespace: 'shop' }, spec }), evidence })
const pod = (spec: object = {}) => podSchema.parse({ metadata: { name: 'p', namespace: 'shop' }, spec: { containers: [], ...spec } })

describe('clusterDomain', () => {
  const proxy = (...args: string[]) =>
    pod({
      containers: [
        { name: 'app', args: ['--domain', 'x.svc.of.app'] },
        { name: 'istio-proxy', args },
      ],
    })

  it('is what a proxy is told, in a sidecar of either kind', () => {
    expect(clusterDomain([pod(), proxy('proxy', 'sidecar', '--domain', '$(POD_NAMESPACE).svc.corp.example')])).toBe('corp.example')
    const native = {
      containers: [],
      initContainers: [{ name: 'istio-proxy', restartPolicy: 'Always', args: ['--domain', 'a.svc.B.example.'] }],
    }
    expect(clusterDomain([pod(native)])).toBe('b.example')
  })
  it('is the default where no proxy says it', () => {
    expect(clusterDomain([])).toBe(CLUSTER_DOMAIN)
    expect(clusterDomain([proxy('a.svc.first.argument', 'sidecar'), proxy('--domain', 'svc'), proxy('--domain')])).toBe(CLUSTER_DOMAIN)
  })
})

describe('searchPath', () => {
  it('tries the namespace first, and the name itself last while it has fewer than five dots', () => {
    expect(searchPath('api', pod(), 'corp.example')).toEqual([
      'api.shop.svc.corp.example',
      'api.svc.corp.example',
      'api.corp.example',
      'api',
    ])
    expect(searchPath('a.b.c.d.e.f', pod(), CLUSTER_DOMAIN)[0]).toBe('a.b.c.d.e.f')
  })
  it('takes a name with a dot at its end as it is', () => {
    expect(searchPath('api.shop.', pod(), CLUSTER_DOMAIN)).toEqual(['api.shop'])
  })
  it('knows no cluster names with the host’s resolver', () => {
    expect(searchPath('api', pod({ dnsPolicy: 'Default' }), CLUSTER_DOMAIN)).toEqual(['api'])
    expect(searchPath('api', pod({ hostNetwork: true }), CLUSTER_DOMAIN)).toEqual(['api'])
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
    CLUSTER_DOMAIN,
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
