import { describe, expect, it } from 'vitest'
import { told } from '@/lib/istio/analysis/testing/configuration'

const service = (name: string, ports: string, rest = '') => `
---
kind: Service
metadata: {name: ${name}, namespace: shop}
spec: {selector: {app: web}${rest}, ports: [${ports}]}`

const DEPLOYMENT = `
---
kind: Namespace
metadata: {name: shop, labels: {istio-injection: enabled}}
---
kind: Deployment
metadata: {name: web, namespace: shop}
spec: {template: {metadata: {labels: {app: web}}, spec: {containers: [{name: app, image: app}]}}}`

describe('Services of one Deployment', () => {
  const CODES = ['IST0116', 'IST0137']

  it('do not use one port for two protocols', () => {
    const two = service('tcp', '{port: 53, protocol: TCP}') + service('udp', '{port: 53, protocol: UDP}')
    expect(told(DEPLOYMENT + two, CODES)).toEqual([
      'Warning [IST0116] (Deployment shop/web) This deployment web is associated with multiple services using port 53 but different protocols: [shop/tcp shop/udp]',
    ])
    expect(told(two, CODES)).toEqual([])
  })

  it('do not reach one target port by two ports', () => {
    const two = service('one', '{port: 80, targetPort: 8080}') + service('two', '{port: 81, targetPort: 8080}')
    expect(told(DEPLOYMENT + two, CODES)).toEqual([
      'Warning [IST0137] (Deployment shop/web) This deployment web is associated with multiple services [shop/one shop/two] using targetPort "8080" but different ports: [80 81].',
    ])
    expect(told(DEPLOYMENT + service('one', '{port: 80, targetPort: 8080}, {port: 81, targetPort: 8081}'), CODES)).toEqual([])
  })
})

describe('names of ports', () => {
  const CODES = ['IST0118', 'IST0150']

  it('say the protocol', () => {
    expect(told(service('web', '{name: foo-http, port: 80, targetPort: web}'), CODES)).toEqual([
      "Info [IST0118] (Service shop/web) Port name foo-http (port: 80, targetPort: web) doesn't follow the naming convention of Istio port.",
    ])
    const known = '{name: http-foo, port: 80}, {name: foo, port: 81, appProtocol: kubernetes.io/h2c}, {name: bar, port: 3306}'
    expect(told(service('web', known), CODES)).toEqual([])
  })

  it('are not tcp where a name stands for another', () => {
    expect(told(service('web', '{name: tcp, port: 443}', ', type: ExternalName, externalName: a.com'), CODES)).toEqual([
      'Warning [IST0150] (Service shop/web) Port name for ExternalName service is invalid. Proxy may prevent tcp named ports and unmatched traffic for ports serving TCP protocol from being forwarded correctly',
    ])
    expect(told(service('web', '{name: https, port: 443}', ', type: ExternalName, externalName: a.com'), CODES)).toEqual([])
  })
})

describe('what controllers wrote', () => {
  const failed = `
---
kind: Service
metadata: {name: web, namespace: shop}
spec: {}
status: {conditions: [{type: istio.io/WaypointBound, status: "False", reason: NotFound, message: no waypoint}, {type: Ready, status: "True"}]}`

  it('is told where it did not work out, from 1.25 on', () => {
    expect(told(failed, ['IST0171'])).toEqual([
      'Warning [IST0171] (Service shop/web) A condition with a negative status is present: type=istio.io/WaypointBound, reason=NotFound, message=no waypoint.',
    ])
    expect(told(failed, ['IST0171'], { version: '1.24.2' })).toEqual([])
  })
})

describe('ServiceEntries without addresses', () => {
  const entry = (spec: string) => `
---
kind: ServiceEntry
metadata: {name: db, namespace: shop}
spec: {hosts: [db.com], ports: [{number: 5432, name: tcp, protocol: TCP}], ${spec}}`

  it('cannot be told apart where they speak TCP', () => {
    expect(told(entry('resolution: DNS'), ['IST0134'])).toEqual([
      'Warning [IST0134] (ServiceEntry shop/db) ServiceEntry addresses are required for this protocol.',
    ])
    expect(told(entry('addresses: [10.0.0.1]'), ['IST0134'])).toEqual([])
    const meshConfig = { defaultConfig: { proxyMetadata: { ISTIO_META_DNS_CAPTURE: 'true', ISTIO_META_DNS_AUTO_ALLOCATE: 'true' } } }
    expect(told(entry('resolution: DNS'), ['IST0134'], { meshConfig })).toEqual([])
  })
})

describe('patches of EnvoyFilters', () => {
  const CODES = ['IST0151', 'IST0152', 'IST0153', 'IST0154', 'IST0155']
  const filter = (applyTo: string, operation: string, rest = '', match = '') => `
---
kind: EnvoyFilter
metadata: {name: lua, namespace: shop}
spec: {configPatches: [{applyTo: ${applyTo}${match}, patch: {operation: ${operation}, value: {name: envoy.lua}}}]${rest}}`
  const codes = (text: string) => told(text, CODES).map((line) => /IST\d+/.exec(line)?.[0])

  it('depend on an order where they are put before another', () => {
    expect(codes(filter('HTTP_FILTER', 'INSERT_BEFORE'))).toEqual(['IST0151'])
    expect(codes(filter('HTTP_FILTER', 'INSERT_BEFORE', ', priority: 10'))).toEqual([])
    expect(codes(filter('HTTP_FILTER', 'INSERT_FIRST'))).toEqual([])
  })

  it('do nothing where an operation does not hold for what they apply to', () => {
    expect(codes(filter('CLUSTER', 'REPLACE'))).toEqual(['IST0152'])
    expect(codes(filter('ROUTE_CONFIGURATION', 'ADD'))).toEqual(['IST0153'])
    expect(codes(filter('HTTP_ROUTE', 'REMOVE'))).toEqual(['IST0154'])
  })

  it('are told apart where an earlier one is for one version', () => {
    const versioned = filter('HTTP_FILTER', 'INSERT_FIRST', '', ', match: {proxy: {proxyVersion: 1.23.*}}')
    expect(codes(versioned + filter('HTTP_FILTER', 'INSERT_BEFORE').replace('name: lua', 'name: second'))).toEqual(['IST0155'])
  })
})
