import { describe, expect, it } from 'vitest'
import { told } from '@/lib/istio/analysis/testing/configuration'

const object = (kind: string, annotations: string, labels = '') => `
---
kind: ${kind}
metadata: {name: web, namespace: shop, labels: {${labels}}, annotations: {${annotations}}}
spec: {}`

const CODES = ['IST0107', 'IST0108', 'IST0125', 'IST0135']

describe('annotations', () => {
  it('must be known where they are of Istio’s domain', () => {
    expect(
      told(object('Service', 'networking.istio.io/exportTwo: bar, example.com/own: x, install.operator.istio.io/v: x'), CODES),
    ).toEqual(['Warning [IST0108] (Service shop/web) Unknown annotation: networking.istio.io/exportTwo'])
  })

  it('must stand where somebody looks', () => {
    expect(told(object('Service', 'sidecar.istio.io/proxyCPU: "1"'), CODES)).toEqual([
      'Warning [IST0107] (Service shop/web) Misplaced annotation: sidecar.istio.io/proxyCPU can only be applied to Pod',
    ])
    expect(told(object('Pod', 'sidecar.istio.io/proxyCPU: "1"'), CODES)).toEqual([])
  })

  it('must have a value that the injector takes', () => {
    expect(told(object('Pod', 'sidecar.istio.io/interceptionMode: MAGIC'), CODES)).toEqual([
      'Warning [IST0125] (Pod shop/web) Invalid annotation sidecar.istio.io/interceptionMode: interceptionMode invalid, use REDIRECT,TPROXY,NONE: MAGIC',
    ])
  })

  it('are told to have become labels, unless the label is there too', () => {
    expect(told(object('Pod', 'sidecar.istio.io/inject: "true"'), CODES)).toEqual([
      'Info [IST0135] (Pod shop/web) Annotation "sidecar.istio.io/inject" has been deprecated in favor of the "sidecar.istio.io/inject" label and may not work in future Istio versions.',
    ])
    expect(told(object('Pod', 'sidecar.istio.io/inject: "true"', 'sidecar.istio.io/inject: "true"'), CODES)).toEqual([])
  })
})
