import { describe, expect, it } from 'vitest'
import { told } from '@/lib/istio/analysis/testing/configuration'

const object = (kind: string, name: string, spec: string, namespace = 'shop') => `
---
kind: ${kind}
metadata: {name: ${name}, namespace: ${namespace}}
spec: {${spec}}`

const pod = (labels: string, annotations = '') => `
---
kind: Pod
metadata: {name: web-0, namespace: shop, labels: {${labels}}, annotations: {${annotations}}}
spec: {containers: [{name: istio-proxy, image: proxyv2}]}`

const namespace = (labels = '') => `
---
kind: Namespace
metadata: {name: shop, labels: {${labels}}}`

describe('Sidecars', () => {
  const CODES = ['IST0101', 'IST0110', 'IST0111', 'IST0167']
  const sidecar = (name: string, labels: string | null) =>
    object('Sidecar', name, labels === null ? '' : `workloadSelector: {labels: {${labels}}}`)

  it('are one for each pod', () => {
    expect(told(pod('app: web') + sidecar('one', 'app: web'), CODES)).toEqual([])
    expect(told(pod('app: web') + sidecar('one', 'app: web') + sidecar('two', 'app: web'), CODES)).toEqual(
      ['one', 'two'].map(
        (name) =>
          `Error [IST0110] (Sidecar shop/${name}) The Sidecars [one two] in namespace "shop" select the same workload pod "web-0", which can lead to undefined behavior.`,
      ),
    )
  })

  it('are one for each namespace', () => {
    expect(told(namespace() + sidecar('one', null) + sidecar('two', null), CODES)).toEqual(
      ['one', 'two'].map(
        (name) =>
          `Error [IST0111] (Sidecar shop/${name}) The Sidecars [one two] in namespace "shop" have no workload selector, which can lead to undefined behavior.`,
      ),
    )
  })

  it('select pods that are there, and those have sidecars', () => {
    expect(told(sidecar('one', 'app: nosuch'), CODES)).toEqual([
      'Error [IST0101] (Sidecar shop/one) Referenced selector not found: "app=nosuch"',
    ])
    expect(told(pod('app: web', 'ambient.istio.io/redirection: enabled') + sidecar('one', 'app: web'), CODES)).toEqual([
      'Warning [IST0167] (Sidecar shop/one) The policy has no impact: selected workload is in ambient mode, the policy has no impact.',
    ])
    expect(told(namespace('istio.io/dataplane-mode: ambient') + sidecar('one', null), CODES)).toEqual([
      'Warning [IST0167] (Sidecar shop/one) The policy has no impact: namespace is in ambient mode, the policy has no impact.',
    ])
  })
})

describe('fields of Sidecars', () => {
  it('are told where they are taken no longer', () => {
    const egress = object('Sidecar', 'one', 'outboundTrafficPolicy: {mode: ALLOW_ANY, egressProxy: {host: proxy}}')
    expect(told(egress, ['IST0002'])).toEqual([
      'Warning [IST0002] (Sidecar shop/one) Deprecated: OutboundTrafficPolicy.EgressProxy ignored',
    ])
  })
})

describe('Telemetries', () => {
  const CODES = ['IST0101', 'IST0157', 'IST0159', 'IST0160']
  const telemetry = (name: string, selector: string) => object('Telemetry', name, selector)

  it('are one for each pod and one for each namespace', () => {
    const selecting = 'selector: {matchLabels: {app: web}}'
    expect(told(pod('app: web') + telemetry('one', selecting) + telemetry('two', selecting), CODES)).toEqual(
      ['one', 'two'].map(
        (name) =>
          `Error [IST0159] (Telemetry shop/${name}) The Telemetries [one two] in namespace "shop" select the same workload pod "web-0", which can lead to undefined behavior.`,
      ),
    )
    expect(told(telemetry('one', '') + telemetry('two', ''), CODES)).toEqual(
      ['one', 'two'].map(
        (name) =>
          `Error [IST0160] (Telemetry shop/${name}) The Telemetries [one two] in namespace "shop" have no workload selector, which can lead to undefined behavior.`,
      ),
    )
  })

  it('select pods that are there', () => {
    expect(told(pod('app: web') + telemetry('one', 'selector: {matchLabels: {app: nosuch}}'), CODES)).toEqual([
      'Error [IST0101] (Telemetry shop/one) Referenced selector not found: "app=nosuch"',
    ])
  })

  it('name a provider where there is no default one', () => {
    const logging = telemetry('one', 'accessLogging: [{}]')
    expect(told(logging, CODES)).toEqual([
      'Warning [IST0157] (Telemetry shop/one) The Telemetry one in namespace "shop" with empty providers will be ignored.',
    ])
    expect(told(logging, CODES, { meshConfig: { defaultProviders: { accessLogging: ['envoy'] } } })).toEqual([])
    expect(told(logging, CODES, { meshConfig: null })).toEqual([])
  })
})

describe('AuthorizationPolicies', () => {
  const CODES = ['IST0101', 'IST0127']
  const policy = (spec: string, where = 'shop') => object('AuthorizationPolicy', 'deny', spec, where)

  it('hold for pods of the mesh', () => {
    const selecting = policy('selector: {matchLabels: {app: nosuch}}')
    expect(told(pod('app: web') + selecting, CODES)).toEqual([
      'Warning [IST0127] (AuthorizationPolicy shop/deny) No matching workloads for this resource with the following labels: app=nosuch',
    ])
    expect(told(pod('app: nosuch') + selecting, CODES)).toEqual([])
    expect(told(policy(''), CODES)).toHaveLength(1)
    expect(told(policy('', 'istio-system'), CODES)).toEqual([])
    expect(told(policy('targetRefs: [{kind: Gateway, name: edge}]'), CODES)).toEqual([])
  })

  it('name namespaces that are there', () => {
    const from = (name: string) => pod('app: web') + namespace() + policy(`rules: [{from: [{source: {namespaces: ["${name}"]}}]}]`)
    expect(told(from('shop'), CODES)).toEqual([])
    expect(told(from('sh*'), CODES)).toEqual([])
    expect(told(from('nosuch'), CODES)).toEqual([
      'Error [IST0101] (AuthorizationPolicy shop/deny) Referenced namespace not found: "nosuch"',
    ])
  })

  it('name a Kubernetes Gateway instead of selecting its pods', () => {
    const selecting = policy('selector: {matchLabels: {app: edge}}')
    expect(told(pod('app: edge, gateway.networking.k8s.io/gateway-name: edge') + selecting, ['IST0166'])).toEqual([
      'Warning [IST0166] (AuthorizationPolicy shop/deny) Ineffective selector on Kubernetes Gateway edge. Use the TargetRef field instead.',
    ])
    expect(told(pod('app: edge') + selecting, ['IST0166'])).toEqual([])
  })
})
