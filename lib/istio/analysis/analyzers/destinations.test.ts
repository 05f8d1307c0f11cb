import { describe, expect, it } from 'vitest'
import { told } from '@/lib/istio/analysis/testing/configuration'

const rule = (spec: string, name = 'web') => `
---
apiVersion: networking.istio.io/v1
kind: DestinationRule
metadata: {name: ${name}, namespace: shop}
spec: {${spec}}`

const WEB = `
---
kind: Service
metadata: {name: web, namespace: shop}
spec: {selector: {app: web}, ports: [{name: http, port: 80}, {name: http-admin, port: 81}]}
---
kind: Pod
metadata: {name: web-0, namespace: shop, labels: {app: web, version: v1}}
spec: {nodeName: w1}
---
kind: Node
metadata: {name: w1, labels: {topology.kubernetes.io/zone: a}}`

describe('DestinationRules that ask for TLS', () => {
  const CODES = ['IST0128', 'IST0129']
  const text = 'DestinationRule shop/web in namespace shop has TLS mode set to'

  it('say whose certificates are good, for all ports and for each', () => {
    expect(told(rule('host: db.com, trafficPolicy: {tls: {mode: SIMPLE}}'), CODES)).toEqual([
      `Warning [IST0128] (DestinationRule shop/web) ${text} SIMPLE but no caCertificates are set to validate server identity for host: db.com`,
    ])
    expect(told(rule('host: db.com, trafficPolicy: {portLevelSettings: [{port: {number: 443}, tls: {mode: MUTUAL}}]}'), CODES)).toEqual([
      `Warning [IST0129] (DestinationRule shop/web) ${text} MUTUAL but no caCertificates are set to validate server identity for host: db.com at port number:443`,
    ])
  })

  it('need not where there is nothing to check or it is said elsewhere', () => {
    expect(told(rule('host: db.com, trafficPolicy: {tls: {mode: ISTIO_MUTUAL}}'), CODES)).toEqual([])
    expect(told(rule('host: db.com, trafficPolicy: {tls: {mode: SIMPLE, caCertificates: /ca.pem}}'), CODES)).toEqual([])
    const credential = 'trafficPolicy: {tls: {mode: SIMPLE, credentialName: cert}}'
    expect(told(rule(`host: db.com, ${credential}`), CODES)).toHaveLength(1)
    expect(told(rule(`host: db.com, ${credential}, workloadSelector: {matchLabels: {app: web}}`), CODES)).toEqual([])
  })
})

describe('what DestinationRules are for', () => {
  const CODES = ['IST0173', 'IST0174']
  const subset = (labels: string) => rule(`host: web, subsets: [{name: v1, labels: {${labels}}}]`)

  it('is a host that is there', () => {
    expect(told(WEB + rule('host: nosuch'), CODES)).toEqual([
      'Warning [IST0174] (DestinationRule shop/web) The host nosuch defined in the DestinationRule does not match any services in the mesh.',
    ])
    expect(told(WEB + rule('host: web.shop.svc.cluster.local'), CODES)).toEqual([])
    expect(told(WEB + rule('host: nosuch'), CODES, { version: '1.26.0' })).toEqual([])
  })

  it('is pods that have a subset’s labels, their own or those of their node', () => {
    expect(told(WEB + subset('version: v1'), CODES)).toEqual([])
    expect(told(WEB + subset('topology.kubernetes.io/zone: a'), CODES)).toEqual([])
    const missing =
      'Error [IST0173] (DestinationRule shop/web) The Subset v1 defined in the DestinationRule does not select any pods. Which may lead to 503 UH (NoHealthyUpstream).'
    expect(told(WEB + subset('version: v9'), CODES)).toEqual([missing])
    expect(told(WEB + subset('topology.kubernetes.io/zone: b'), CODES)).toEqual([missing])
  })

  it('is not said where pods may be that are not shown', () => {
    expect(told(WEB + subset('version: v9'), CODES, { sees: (kind) => kind !== 'Pod' })).toEqual([])
  })
})

const service = (destination: string, gateways = 'mesh') => `
---
kind: VirtualService
metadata: {name: web, namespace: shop}
spec: {hosts: [a.com], gateways: [${gateways}], http: [{route: [{destination: {${destination}}}]}]}`

describe('where VirtualServices send to', () => {
  const CODES = ['IST0101', 'IST0112', 'IST0140']

  it('is a host that is there, by one of its ports', () => {
    expect(told(WEB + service('host: nosuch'), CODES)).toEqual([
      'Error [IST0101] (VirtualService shop/web) Referenced host not found: "nosuch"',
    ])
    expect(told(WEB + service('host: web'), CODES)).toEqual([
      'Error [IST0112] (VirtualService shop/web) This VirtualService routes to a service "web" that exposes multiple ports [80 81]. Specifying a port in the destination is required to disambiguate.',
    ])
    expect(told(WEB + service('host: web, port: {number: 80}'), CODES)).toEqual([])
  })

  it('is a host that only its own namespace has where it is exported to no other', () => {
    const entry = (namespace: string) => `
---
kind: ServiceEntry
metadata: {name: db, namespace: ${namespace}}
spec: {hosts: [db.com], exportTo: ["."], ports: [{number: 443, name: tls, protocol: TLS}], resolution: DNS}`
    expect(told(entry('shop') + service('host: db.com'), CODES)).toEqual([])
    expect(told(entry('other') + service('host: db.com'), CODES)).toHaveLength(1)
  })

  it('is not said to be missing where it may be and is not shown', () => {
    expect(told(WEB + service('host: nosuch'), CODES, { sees: (kind) => kind !== 'Service' })).toEqual([])
  })

  it('is no subset that another VirtualService chooses for sidecars only', () => {
    const inside = service('host: web.com, subset: v1').replace('[a.com]', '[web.com]').replace('name: web,', 'name: inside,')
    const edge = service('host: web.com', 'edge').replace('name: web,', 'name: edge,')
    expect(told(inside + edge, ['IST0140'])).toEqual([
      'Warning [IST0140] (VirtualService shop/edge) Subset in virtual service shop/inside has no effect on ingress gateway shop/edge requests',
    ])
  })
})
