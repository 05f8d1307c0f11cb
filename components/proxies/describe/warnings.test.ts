import { expect, it } from 'vitest'
import { warningCount } from '@/components/proxies/describe/warnings'
import type { DescribeAnswer } from '@/lib/api/describe'

const web = { name: 'web', namespace: 'shop' }
const rule = { ...web, host: 'web', matching: [], others: ['v2'], policy: null }
const routes = [
  { protocol: 'http' as const, reaches: false, facts: [{ kind: 'subsetWithoutRule' as const, subset: 'v9' }] },
  { protocol: 'http' as const, reaches: false, facts: [{ kind: 'otherHost' as const, host: 'api', weight: 0 }] },
]
const port = { name: 'http', port: 80, transport: 'TCP', protocol: 'HTTP', rbac: [] }

const answer: DescribeAnswer = {
  pod: { ...web, uid: null, revision: '', ports: [], warnings: [{ code: 'podUid', harmless: true }, { code: 'noServiceName' }] },
  selectedBy: [web],
  services: [
    {
      ...web,
      ports: [
        {
          ...port,
          target: null,
          destinationRule: { ...web, facts: rule },
          virtualServices: [{ ...web, facts: { ...web, hosts: [], http: 2, tls: 0, tcp: 0, routes } }],
        },
        { ...port, target: 80, destinationRule: { ...web, facts: null }, virtualServices: [{ ...web, facts: null }] },
      ],
    },
  ],
  peerAuthentication: { mode: 'STRICT', ports: [], applied: [] },
  ingress: { pods: [], service: false, exposures: [{ kind: 'missing', of: 'gateway', ...web }], unread: null },
  istioctl: { command: '', text: '', error: null, overlooks: false },
  evidence: [],
  missing: [],
  problems: [],
}

it('counts what is marked as a warning, not what is harmless', () => {
  // No label; no such port, no subset, no route, an undefined subset; a rule and a VirtualService that are gone; a Gateway that is gone.
  expect(warningCount(answer)).toBe(1 + 4 + 2 + 1)
  const quiet = { ...answer, pod: { ...answer.pod, warnings: [] }, services: null, ingress: { ...answer.ingress, exposures: [] } }
  expect(warningCount(quiet)).toBe(0)
})
