import { describe, expect, it } from 'vitest'
import { told } from '@/lib/istio/analysis/testing/configuration'

const namespace = (name: string, labels: string) => `
---
apiVersion: v1
kind: Namespace
metadata: {name: ${name}, labels: {${labels}}}`

const pod = (name: string, rest: string, metadata = '') => `
---
apiVersion: v1
kind: Pod
metadata: {name: ${name}, namespace: shop${metadata}}
spec: ${rest}`

const APP = '{containers: [{name: app, image: app}]}'

describe('whether namespaces and pods are in the mesh', () => {
  it('asks each namespace to say it, Kubernetes’ own until 1.25', () => {
    const all =
      namespace('shop', '') + namespace('kube-system', '') + namespace('istio-system', '') + namespace('ready', 'istio.io/rev: canary')
    const lines = told(all, ['IST0102'])
    expect(lines).toEqual([
      "Info [IST0102] (Namespace shop) The namespace is not enabled for Istio injection. Run 'kubectl label namespace shop istio-injection=enabled' to enable it, or 'kubectl label namespace shop istio-injection=disabled' to explicitly mark it as not needing injection.",
    ])
    expect(told(all, ['IST0102'], { version: '1.23.2' })).toHaveLength(2)
  })

  it('takes ambient for an answer', () => {
    expect(told(namespace('shop', 'istio.io/dataplane-mode: ambient'), ['IST0102'])).toEqual([])
  })

  it('tells of labels that contradict each other', () => {
    expect(told(namespace('shop', 'istio-injection: enabled, istio.io/rev: canary'), ['IST0123'])).toEqual([
      'Warning [IST0123] (Namespace shop) The namespace has more than one type of injection labels [istio-injection=enabled istio.io/rev=canary], which may lead to undefined behavior. Make sure only one injection label exists.',
    ])
    expect(told(namespace('shop', 'istio-injection: disabled, istio.io/rev: canary'), ['IST0123'])).toEqual([])
  })

  it('finds pods that run from before their namespace was labelled', () => {
    const all =
      namespace('shop', 'istio-injection: enabled') +
      pod('old', APP) +
      pod('new', '{containers: [{name: app, image: app}, {name: istio-proxy, image: proxyv2}]}') +
      pod('native', '{containers: [{name: app, image: app}], initContainers: [{name: istio-proxy, image: proxyv2}]}') +
      pod('told', APP, ', labels: {sidecar.istio.io/inject: "false"}') +
      pod('host', '{hostNetwork: true, containers: [{name: app, image: app}]}')
    expect(told(all, ['IST0103'])).toEqual([
      'Warning [IST0103] (Pod shop/old) The pod shop/old is missing the Istio proxy. This can often be resolved by restarting or redeploying the workload.',
    ])
  })

  it('finds a proxy whose image nobody put in', () => {
    const all = pod('gateway', '{containers: [{name: istio-proxy, image: auto}]}')
    expect(told(all, ['IST0147'])).toEqual([
      'Error [IST0147] (Pod shop/gateway) Pod gateway contains `image: auto` but does not match any Istio injection webhook selectors.',
    ])
  })

  it('finds apps that run as the proxy’s user, and leaves the proxy alone', () => {
    const all =
      pod('app', '{containers: [{name: app, securityContext: {runAsUser: 1337}}]}') +
      pod('proxy', '{containers: [{name: istio-proxy, securityContext: {runAsUser: 1337}}]}')
    const said = ['Warning [IST0144] (Pod shop/app) User ID (UID) 1337 is reserved for the sidecar proxy.']
    expect(told(all, ['IST0144'])).toEqual(said)
    expect(told(pod('app', '{securityContext: {runAsUser: 1337}, containers: [{name: app}]}'), ['IST0144'])).toEqual(said)
  })
})
