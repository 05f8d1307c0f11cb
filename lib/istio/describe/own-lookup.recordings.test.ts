import { describe, expect, it } from 'vitest'
import { describePod } from '@/lib/istio/describe/describe'
import { istioctlLookup } from '@/lib/istio/describe/istioctl-lookup'
import { describedObjects } from '@/lib/istio/describe/objects'
import { ownLookup } from '@/lib/istio/describe/own-lookup'
import { proxyDump } from '@/lib/istio/describe/proxy-dump'
import { readJson } from '@/lib/istio/json'
import { podFolder } from '@/lib/istio/names/proxy-id'
import { recordingNamed } from '@/lib/istio/testing/recordings'

function described(recording: string, name: string, namespace: string) {
  const snapshot = recordingNamed(recording).snapshotAt(0)
  const dumpOf = (pod: { name: string; namespace: string }) => {
    const seen = snapshot.read(`${podFolder(pod)}/envoy/config_dump.json`)
    return seen && proxyDump(readJson(seen.text, seen.entry).value)
  }
  const observed = { objects: describedObjects(snapshot), rootNamespace: 'istio-system', dumpOf }
  const by = (lookup: typeof ownLookup) => describePod({ name, namespace }, observed, lookup)
  return { own: by(ownLookup), istioctl: by(istioctlLookup) }
}

describe('what istioctl overlooks', () => {
  it('RBAC policies of the port, where another listener comes first in the dump', () => {
    const { own, istioctl } = described('policy', 'api', 'policy')
    expect(istioctl?.services?.[0]?.ports[0]?.rbac).toEqual([])
    expect(own?.services?.[0]?.ports[0]?.rbac).toEqual([
      'ns[policy]-policy[api-allow]-rule[0]',
      'ns[policy]-policy[api-allow]-rule[1]',
      'ns[policy]-policy[api-deny]-rule[0]',
    ])
  })

  it('every VirtualService of a Gateway but the first', () => {
    const pod = recordingNamed('bookinfo')
      .entries()
      .map((entry) => /^pods\/book-demo\.(productpage[^/]+)\//.exec(entry)?.[1])
      .find(Boolean)
    const { own, istioctl } = described('bookinfo', pod ?? '', 'book-demo')
    const names = (facts: typeof own) =>
      facts?.ingress.exposures.map((one) => (one.kind === 'exposed' ? one.virtualService.name : one.kind)).sort()
    expect(names(istioctl)).toEqual(['bookinfo'])
    expect(names(own)).toEqual(['bookinfo', 'productpage', 'shop'])
  })

  it('that a gateway is the proxy, for which user 1337 is reserved', () => {
    const gateway = recordingNamed('bookinfo')
      .entries()
      .map((entry) => /^pods\/istio-system\.(istio-ingressgateway[^/]+)\//.exec(entry)?.[1])
      .find(Boolean)
    const { own } = described('bookinfo', gateway ?? '', 'istio-system')
    expect(own?.pod.warnings).toEqual([{ code: 'podUid', harmless: true }])
  })

  it('that of several destinations one of weight 0 gets nothing', () => {
    const pod = recordingNamed('bookinfo')
      .entries()
      .map((entry) => /^pods\/book-demo\.(reviews-v1[^/]+)\//.exec(entry)?.[1])
      .find(Boolean)
    const { own } = described('bookinfo', pod ?? '', 'book-demo')
    const facts = own?.services?.[0]?.ports[0]?.virtualServices[0]?.facts?.routes.flatMap((route) => route.facts)
    expect(facts?.filter(({ kind }) => kind === 'weight')).toMatchObject([{ subset: 'v1', weight: 0 }])
  })
})
