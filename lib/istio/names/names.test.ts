import { describe, expect, it } from 'vitest'
import { parseClusterName } from '@/lib/istio/names/cluster-name'
import { podFolder, splitProxyId } from '@/lib/istio/names/proxy-id'

describe('cluster names', () => {
  const web = { direction: 'outbound', port: 80, subset: 'v1', host: 'web.default.svc.cluster.local' } as const

  it('has its parts, also as SNI', () => {
    expect(parseClusterName('outbound|80|v1|web.default.svc.cluster.local')).toEqual(web)
    expect(parseClusterName('outbound_.80_.v1_.web.default.svc.cluster.local')).toEqual(web)
    expect(parseClusterName('inbound|8080||')).toEqual({ direction: 'inbound', port: 8080, subset: null, host: null })
  })

  it.each(['PassthroughCluster', 'outbound|http||web', 'sideways|80||web', 'outbound|80|web'])('%s is none', (name) => {
    expect(parseClusterName(name)).toBeNull()
  })
})

it('splits a proxy at its last dot', () => {
  expect(splitProxyId('web.v1.shop')).toEqual({ name: 'web.v1', namespace: 'shop' })
  expect(splitProxyId('web')).toBeNull()
  expect(splitProxyId('web.')).toBeNull()
  expect(podFolder({ name: 'web', namespace: 'shop' })).toBe('pods/shop.web')
})
