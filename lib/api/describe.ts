import { z } from 'zod'
import { momentQuery } from '@/lib/api/query'
import { problemSchema } from '@/lib/api/recordings'

/** GET /api/describe. `pod`: POD.NAMESPACE. `namespace`: that of the kubeconfig's context, whose objects istioctl names without it. */
export const describeQuery = momentQuery.extend({
  pod: z.string().min(1).max(400),
  namespace: z.string().min(1).max(253).default('default'),
})

const named = z.object({ name: z.string(), namespace: z.string() })

const warning = z.discriminatedUnion('code', [
  z.object({ code: z.literal('containerUid'), container: z.string() }),
  z.object({ code: z.literal('notRunning'), phase: z.string() }),
  z.object({ code: z.literal('notReady'), container: z.string(), init: z.boolean() }),
  z.object({ code: z.literal('podUid'), harmless: z.boolean() }),
  ...(['notMeshed', 'noServiceName', 'noServiceRevision', 'noService'] as const).map((code) => z.object({ code: z.literal(code) })),
])

const policyKinds = z.enum(['load balancer', 'connection pool', 'outlier detection'])
const policy = z.object({ tls: z.string().nullable(), kinds: z.array(policyKinds) })
const destinationRule = named.extend({
  host: z.string(),
  matching: z.array(z.string()),
  others: z.array(z.string()),
  policy: policy.extend({ ports: z.array(policy.extend({ port: z.number() })).nullable() }).nullable(),
})

const httpMatch = z.object({
  uri: z.string().nullable(),
  uncased: z.boolean(),
  headers: z.array(z.object({ name: z.string(), value: z.string() })),
})
const fault = z.object({
  text: z.string(),
  delay: z.object({ time: z.string(), percent: z.number() }).nullable(),
  abort: z.object({ status: z.string(), percent: z.number() }).nullable(),
})
const routeFact = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('weight'), host: z.string(), subset: z.string().nullable(), weight: z.number() }),
  z.object({ kind: z.literal('otherHost'), host: z.string(), weight: z.number() }),
  z.object({ kind: z.literal('otherSubset'), host: z.string() }),
  z.object({ kind: z.literal('conditions'), fault: fault.nullable(), matches: z.array(httpMatch) }),
  z.object({ kind: z.literal('tcpMatch'), text: z.string() }),
  z.object({ kind: z.literal('nonMatchingSubset'), subset: z.string(), matches: z.array(httpMatch) }),
  z.object({ kind: z.literal('subsetWithoutRule'), subset: z.string() }),
  z.object({ kind: z.literal('unknownSubset'), subset: z.string(), rule: named }),
])
const virtualService = named.extend({
  hosts: z.array(z.string()),
  http: z.number(),
  tls: z.number(),
  tcp: z.number(),
  routes: z.array(z.object({ protocol: z.enum(['http', 'tcp']), reaches: z.boolean(), facts: z.array(routeFact) })),
})

const servicePort = z.object({
  name: z.string(),
  port: z.number(),
  transport: z.string(),
  protocol: z.string(),
  target: z.number().nullable(),
  destinationRule: named.extend({ facts: destinationRule.nullable() }).nullable(),
  virtualServices: z.array(named.extend({ facts: virtualService.nullable() })),
  rbac: z.array(z.string()),
})

const exposure = z.discriminatedUnion('kind', [
  named.extend({ kind: z.literal('missing'), of: z.enum(['destination rule', 'virtual service', 'gateway']) }),
  named.extend({ kind: z.literal('everyWorkload') }),
  z.object({ kind: z.literal('exposed'), gateway: named, urls: z.array(z.string()), virtualService }),
])

/** What is known of a pod in the mesh (`lib/istio/describe/facts.ts`), and what istioctl prints of it. */
export const describeSchema = z.object({
  pod: named.extend({
    uid: z.string().nullable(),
    revision: z.string(),
    ports: z.array(z.object({ port: z.number(), protocol: z.string(), container: z.string() })),
    warnings: z.array(warning),
  }),
  selectedBy: z.array(named),
  /** null: the configuration of the pod's own Envoy was not observed. */
  services: z.array(named.extend({ ports: z.array(servicePort) })).nullable(),
  peerAuthentication: z.object({
    mode: z.string(),
    ports: z.array(z.object({ port: z.number(), mode: z.string() })),
    applied: z.array(named),
  }),
  ingress: z.object({ pods: z.array(named), service: z.boolean(), exposures: z.array(exposure), unread: named.nullable() }),
  istioctl: z.object({
    command: z.string(),
    text: z.string(),
    /** Why it came to no end, null where it did. */
    error: z.string().nullable(),
    /** Whether it overlooks some of the facts above: it takes the first that seems to fit. */
    overlooks: z.boolean(),
  }),
  /** What was read. */
  evidence: z.array(z.object({ entry: z.string(), at: z.number() })),
  /** Lists that had not been read: nothing is known of their objects. */
  missing: z.array(z.string()),
  problems: z.array(problemSchema),
})
export type DescribeAnswer = z.infer<typeof describeSchema>
