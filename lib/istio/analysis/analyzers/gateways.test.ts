import { describe, expect, it } from 'vitest'
import { told } from '@/lib/istio/analysis/testing/configuration'

const gateway = (name: string, port: number, host: string, selector = 'istio: ingressgateway', rest = '') => `
---
apiVersion: networking.istio.io/v1
kind: Gateway
metadata: {name: ${name}, namespace: shop}
spec:
  selector: {${selector}}
  servers: [{port: {number: ${port}, name: http-${port}, protocol: HTTP}, hosts: ["${host}"]${rest}}]`

const INGRESS = `
---
kind: Pod
metadata: {name: ingress, namespace: istio-system, labels: {istio: ingressgateway, app: edge}}
spec: {containers: [{name: istio-proxy, image: proxyv2}]}
---
kind: Service
metadata: {name: ingress, namespace: istio-system}
spec: {selector: {istio: ingressgateway}, ports: [{name: http, port: 80, targetPort: 8080}]}`

describe('gateways', () => {
  it('select pods that are there', () => {
    expect(told(gateway('web', 80, 'a.com', 'app: nosuch') + INGRESS, ['IST0101'])).toEqual([
      'Error [IST0101] (Gateway shop/web) Referenced selector not found: "app=nosuch"',
    ])
  })

  it('listen at a port of their pods’ Service, by its port or its target', () => {
    expect(told(gateway('web', 80, 'a.com') + gateway('target', 8080, 'b.com') + INGRESS, ['IST0162'])).toEqual([])
    expect(told(gateway('web', 8004, 'a.com') + INGRESS, ['IST0162'])).toEqual([
      'Warning [IST0162] (Gateway shop/web) The gateway is listening on a target port (port 8004) that is not defined in the Service associated with its workload instances (Pod selector istio=ingressgateway). If you need to access the gateway port through the gateway Service, it will not be available.',
    ])
  })

  it('do not serve one host at one port of the same pods twice', () => {
    const two = gateway('alpha', 80, 'a.com') + gateway('beta', 80, 'a.com') + INGRESS
    expect(told(two, ['IST0145'])).toEqual([
      'Error [IST0145] (Gateway shop/alpha) Conflict with gateways shop/beta (workload selector istio=ingressgateway, port 80, hosts a.com).',
      'Error [IST0145] (Gateway shop/beta) Conflict with gateways shop/alpha (workload selector istio=ingressgateway, port 80, hosts a.com).',
    ])
    expect(told(gateway('alpha', 80, 'a.com') + gateway('beta', 81, 'a.com') + INGRESS, ['IST0145'])).toEqual([])
    expect(told(gateway('alpha', 80, '*.a.com') + gateway('beta', 80, 'b.a.com') + INGRESS, ['IST0145'])).toHaveLength(2)
  })

  it('meet where one’s selector says more and a pod has it all', () => {
    const more = gateway('alpha', 80, 'a.com') + gateway('beta', 80, 'a.com', 'app: edge, istio: ingressgateway')
    expect(told(more + INGRESS, ['IST0145'])).toHaveLength(2)
    expect(told(more, ['IST0145'])).toEqual([])
  })

  it('do not share a certificate', () => {
    const tls = ', tls: {mode: SIMPLE, credentialName: cert}'
    const both = gateway('alpha', 443, 'a.com', 'istio: ingressgateway', tls) + gateway('beta', 443, 'b.com', 'istio: ingressgateway', tls)
    expect(told(both, ['IST0138'])).toEqual([
      'Warning [IST0138] (Gateway shop/alpha) Duplicate certificate in multiple gateways [shop/alpha shop/beta] may cause 404s if clients re-use HTTP2 connections.',
      'Warning [IST0138] (Gateway shop/beta) Duplicate certificate in multiple gateways [shop/beta shop/alpha] may cause 404s if clients re-use HTTP2 connections.',
    ])
  })
})

const service = (gateways: string, hosts = 'a.com') => `
---
apiVersion: networking.istio.io/v1
kind: VirtualService
metadata: {name: web, namespace: shop}
spec: {hosts: ["${hosts}"], gateways: ["${gateways}"], http: [{route: [{destination: {host: web}}]}]}`

describe('a VirtualService’s gateways', () => {
  const CODES = ['IST0101', 'IST0132', 'IST0165']
  const of = (text: string) => told(text, CODES).filter((line) => !/host not found|selector/.test(line))

  it('are there', () => {
    expect(of(service('bogus'))).toEqual([
      'Error [IST0101] (VirtualService shop/web) Referenced gateway not found: "bogus"',
      'Warning [IST0132] (VirtualService shop/web) one or more host [a.com] defined in VirtualService shop/web not found in Gateway shop/bogus.',
    ])
    expect(of(service('mesh'))).toEqual([])
  })

  it('serve one of its hosts', () => {
    expect(of(service('edge', 'b.com') + gateway('edge', 80, 'a.com'))).toEqual([
      'Warning [IST0132] (VirtualService shop/web) one or more host [b.com] defined in VirtualService shop/web not found in Gateway shop/edge.',
    ])
    expect(of(service('edge', 'x.a.com') + gateway('edge', 80, '*.a.com'))).toEqual([])
    expect(of(service('edge') + gateway('edge', 80, './a.com'))).toEqual([])
    expect(of(service('edge') + gateway('edge', 80, 'other/a.com'))).toHaveLength(1)
  })

  it('may be the Kubernetes Gateway API’s, and not what istiod makes of those', () => {
    const kubernetes = `
---
apiVersion: gateway.networking.k8s.io/v1
kind: Gateway
metadata: {name: edge, namespace: shop}
spec: {listeners: [{name: http, port: 80, hostname: a.com}]}`
    expect(of(service('edge') + kubernetes)).toEqual([])
    expect(of(service('shop/edge-istio-autogenerated-k8s-gateway-http'))).toEqual([
      'Warning [IST0165] (VirtualService shop/web) Gateway reference in VirtualService shop/web is to an implementation-generated internal Gateway: shop/edge-istio-autogenerated-k8s-gateway-http.',
    ])
  })
})
