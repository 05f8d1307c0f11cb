import { describe, expect, it } from 'vitest'
import { parseClusterName } from '@/lib/istio/names/cluster-name'
import { objectOfConfig } from '@/lib/istio/names/metadata'
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

it.each([
  ['/apis/networking.istio.io/v1alpha3/namespaces/default/virtual-service/late', 'VirtualService default/late'],
  ['/apis/networking.istio.io/v1/namespaces/shop/destination-rule/web', 'DestinationRule shop/web'],
  ['/apis/security.istio.io/v1/namespaces/shop/peer-authentication/strict', 'PeerAuthentication shop/strict'],
  ['/apis/x/v1/namespaces/a/constructor/b', 'Constructor a/b'],
  ['virtual-service/late', null],
])('%s is %s', (config, object) => expect(objectOfConfig(config)).toBe(object))

it('splits a proxy at its last dot', () => {
  expect(splitProxyId('web.v1.shop')).toEqual({ name: 'web.v1', namespace: 'shop' })
  expect(splitProxyId('web')).toBeNull()
  expect(splitProxyId('web.')).toBeNull()
  expect(podFolder({ name: 'web', namespace: 'shop' })).toBe('pods/shop.web')
})
