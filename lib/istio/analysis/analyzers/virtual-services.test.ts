import { describe, expect, it } from 'vitest'
import { told } from '@/lib/istio/analysis/testing/configuration'

const service = (name: string, spec: string, namespace = 'shop') => `
---
apiVersion: networking.istio.io/v1
kind: VirtualService
metadata: {name: ${name}, namespace: ${namespace}}
spec: {${spec}}`

const ROUTE = 'http: [{route: [{destination: {host: web}}]}]'

describe('VirtualServices for one host within the mesh', () => {
  it('are told of each other', () => {
    expect(
      told(service('one', `hosts: [web], ${ROUTE}`) + service('two', `hosts: [web], gateways: [mesh], ${ROUTE}`), ['IST0109']),
    ).toEqual(
      ['one', 'two'].map(
        (name) =>
          `Error [IST0109] (VirtualService shop/${name}) The VirtualServices shop/one,shop/two associated with mesh gateway define the same host */web.shop.svc.cluster.local which can lead to undefined behavior. This can be fixed by merging the conflicting VirtualServices into a single resource.`,
      ),
    )
  })

  it('do not meet at gateways, in other namespaces, or where they are exported to others', () => {
    const one = service('one', `hosts: [web], ${ROUTE}`)
    expect(told(one + service('two', `hosts: [web], gateways: [edge], ${ROUTE}`), ['IST0109'])).toEqual([])
    expect(told(one + service('two', `hosts: [web], ${ROUTE}`, 'other'), ['IST0109'])).toEqual([])
    const own = (name: string, scope: string) => service(name, `hosts: [web.com], exportTo: ["${scope}"], ${ROUTE}`)
    expect(told(own('one', '.') + own('two', 'other'), ['IST0109'])).toEqual([])
    expect(told(own('one', '.') + own('two', 'shop'), ['IST0109'])).toHaveLength(2)
  })
})

describe('rules that no request comes to', () => {
  const CODES = ['IST0130', 'IST0131']
  const http = (rules: string) => service('web', `hosts: [web], http: [${rules}]`)
  const to = 'route: [{destination: {host: web}}]'

  it('are those with the conditions of an earlier one', () => {
    expect(told(http(`{match: [{uri: {prefix: /a}}], ${to}}, {name: again, match: [{uri: {prefix: /a}}], ${to}}`), CODES)).toEqual([
      'Warning [IST0130] (VirtualService shop/web) VirtualService rule "again" not used (all matches used by prior rules).',
      'Info [IST0131] (VirtualService shop/web) VirtualService rule "again" match #0 is not used (duplicate/overlapping match in rule #0).',
    ])
  })

  it('are those below an earlier prefix', () => {
    expect(told(http(`{match: [{uri: {prefix: /a}}], ${to}}, {match: [{uri: {prefix: /a/b}}], ${to}}`), CODES)).toEqual([
      'Info [IST0131] (VirtualService shop/web) VirtualService rule #1 match #0 of prefix /a/b is not used (duplicate/overlapping match in rule #0 of prefix /a on #0).',
    ])
    expect(told(http(`{match: [{uri: {prefix: /a/b}}], ${to}}, {match: [{uri: {prefix: /a}}], ${to}}`), CODES)).toEqual([])
  })

  it('are those after one that takes everything', () => {
    const twice = http(`{${to}}, {${to}}`)
    expect(told(twice, CODES)).toEqual([
      'Warning [IST0130] (VirtualService shop/web) VirtualService rule #1 not used (only the last rule can have no matches).',
    ])
    const after = http(`{${to}}, {match: [{uri: {prefix: /a}}], ${to}}`)
    expect(told(after, CODES)).toEqual([
      'Warning [IST0130] (VirtualService shop/web) VirtualService rule #1 not used (route without matches defined before).',
    ])
    expect(told(after, CODES, { version: '1.26.1' })).toEqual([])
  })
})

describe('expressions and tokens of VirtualServices', () => {
  it('must compile, until 1.26 by an analyzer of their own', () => {
    const bad = service('web', 'hosts: [web], http: [{match: [{uri: {regex: "["}}], route: [{destination: {host: web}}]}]')
    const [line, ...others] = told(bad, ['IST0122'], { version: '1.23.2' })
    expect(others).toEqual([])
    expect(line).toMatch(/^Warning \[IST0122\] \(VirtualService shop\/web\) Field "uri" regular expression invalid: "\[" \(/)
    expect(told(bad, ['IST0122'])).toEqual([])
  })

  it('need somebody who reads the token', () => {
    const claims = `
---
kind: Gateway
metadata: {name: edge, namespace: shop}
spec: {selector: {istio: edge}, servers: []}
---
kind: Pod
metadata: {name: edge-0, namespace: shop, labels: {istio: edge}}
spec: {}
${service('web', 'hosts: [web], gateways: [edge], http: [{match: [{headers: {"@request.auth.claims.group": {exact: admin}}}], route: [{destination: {host: web}}]}]')}`
    expect(told(claims, ['IST0149'])).toEqual([
      'Error [IST0149] (VirtualService shop/web) The virtual service uses the JWT claim based routing (key: @request.auth.claims.group) but found no request authentication for the gateway (shop/edge) pod (edge-0). The request authentication must first be applied for the gateway pods to validate the JWT token and make the claims available for routing.',
    ])
    const reads = `
---
kind: RequestAuthentication
metadata: {name: jwt, namespace: shop}
spec: {selector: {matchLabels: {istio: edge}}, jwtRules: [{issuer: me}]}`
    expect(told(claims + reads, ['IST0149'])).toEqual([])
  })

  it('are told which of their fields are taken no longer', () => {
    const old = service('web', 'hosts: [web], http: [{fault: {delay: {percent: 10, fixedDelay: 1s}}, route: [{destination: {host: web}}]}]')
    expect(told(old, ['IST0002'])).toEqual([
      'Warning [IST0002] (VirtualService shop/web) Deprecated: HTTPRoute.fault.delay.percent is deprecated; use HTTPRoute.fault.delay.percentage',
    ])
  })
})
