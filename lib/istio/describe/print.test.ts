import { expect, it } from 'vitest'
import type { Description } from '@/lib/istio/describe/facts'
import { printDescription } from '@/lib/istio/describe/print'

const web = { name: 'web', namespace: 'shop' }
const rule = {
  ...web,
  host: 'web',
  matching: [],
  others: [],
  policy: { tls: 'SIMPLE', kinds: ['connection pool' as const], ports: [{ port: 80, tls: 'DISABLE', kinds: ['load balancer' as const] }] },
}

/** What no recording has: warnings of a pod that is not well, a rule for single ports, and what is gone. */
const description: Description = {
  pod: {
    ...web,
    uid: '1-2',
    revision: '',
    ports: [{ port: 53, protocol: 'UDP', container: 'dns' }],
    warnings: [
      { code: 'containerUid', container: 'dns' },
      { code: 'notReady', container: 'dns', init: false },
      { code: 'notReady', container: 'fetch', init: true },
      { code: 'noServiceName' },
      { code: 'noServiceRevision' },
    ],
  },
  selectedBy: [web],
  services: [
    {
      ...web,
      ports: [
        {
          name: 'http',
          port: 80,
          transport: 'TCP',
          protocol: 'HTTP',
          target: null,
          destinationRule: { ...web, facts: rule },
          virtualServices: [{ name: 'gone', namespace: 'shop', facts: null }],
          rbac: ['a', 'b'],
        },
        { name: 'dns', port: 53, transport: 'UDP', protocol: 'UDP', target: 53, destinationRule: null, virtualServices: [], rbac: [] },
      ],
    },
  ],
  peerAuthentication: { mode: 'STRICT', ports: [{ port: 80, mode: 'DISABLE' }], applied: [] },
  ingress: {
    pods: [{ name: 'gateway', namespace: 'edge' }],
    service: false,
    exposures: [{ kind: 'missing', of: 'gateway', name: 'main', namespace: 'edge' }],
    unread: { name: 'gateway-2', namespace: 'edge' },
  },
}

it('prints what istioctl says of them', () => {
  const { text, error } = printDescription(description, { namespace: 'default', version: '1.23' })
  expect(text).toBe(`WARNING: User ID (UID) 1337 is reserved for the sidecar proxy.
Pod: web.shop
   Pod Revision: 
   Pod Ports: 53/UDP (dns)
WARNING: Pod web.shop Container dns NOT READY
WARNING: Pod web.shop Init Container fetch NOT READY
Suggestion: add required service name label for Istio telemetry. See https://istio.io/v1.23/docs/ops/deployment/requirements/.
Suggestion: add required service revision label for Istio telemetry. See https://istio.io/v1.23/docs/ops/deployment/requirements/.
--------------------
Service: web.shop
   no suitable port for manifest: 1-2
80:
   DestinationRule: web.shop for "web"
      Traffic Policy TLS Mode: SIMPLE
      Policies: connection pool
      Port Level Settings:
    80:
         TLS Mode: DISABLE
         Policies: load balancer
WARNING: Proxy is stale; it references to non-existent virtual service gone.shop
80 RBAC policies: a, b
53:
--------------------
Effective PeerAuthentication:
   Workload mTLS mode: STRICT
   Port Level mTLS mode:
      80: DISABLE
Skipping Gateway information (no ingress gateway service)
WARNING: Proxy is stale; it references to non-existent gateway edge/main
`)
  expect(error).toContain('failed to execute command on ingress gateway sidecar: ')
  expect(error).toContain('gateway-2.edge')
})

it('names the objects of the context without their namespace, and stops where the pod’s Envoy was not observed', () => {
  const { text, error } = printDescription({ ...description, services: null }, { namespace: 'shop', version: null })
  expect(text).toContain('Pod: web\n')
  expect(text).toContain('https://istio.io/latest/docs/')
  expect(text.endsWith('--------------------\n')).toBe(true)
  expect(error).toContain('failed to execute command on sidecar: ')
})
