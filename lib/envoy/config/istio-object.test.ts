import { expect, it } from 'vitest'
import { objectOfPath } from '@/lib/envoy/config/istio-object'

it.each([
  ['/apis/networking.istio.io/v1alpha3/namespaces/default/virtual-service/late', 'VirtualService default/late'],
  ['/apis/networking.istio.io/v1/namespaces/shop/destination-rule/web', 'DestinationRule shop/web'],
  ['/apis/security.istio.io/v1/namespaces/shop/peer-authentication/strict', 'PeerAuthentication shop/strict'],
  ['/apis/x/v1/namespaces/a/constructor/b', 'Constructor a/b'],
  ['/apis/gateway.networking.k8s.io/v1/namespaces/shop/httproute/web', 'HTTPRoute shop/web'],
  ['virtual-service/late', null],
  ['/apis/networking.istio.io/v1/namespaces/shop/gateway/web/more', null],
])('%s is %s', (config, object) => expect(objectOfPath(config)).toBe(object))
