import { z } from 'zod'
import type { Problem } from '@/lib/istio/json'
import { parseList, type Seen } from '@/lib/kubernetes/list'
import { OBJECT_LISTS } from '@/lib/kubernetes/object-lists'
import { type Service, serviceSchema } from '@/lib/kubernetes/services'
import type { Snapshot } from '@/lib/recording/snapshot'

const labels = z.record(z.string(), z.string()).nullish()
const metadata = z.object({ name: z.string(), namespace: z.string() })
const selector = z.object({ matchLabels: labels }).nullish()

const runAs = z.object({ runAsUser: z.number().nullish() }).nullish()
const port = z.object({ containerPort: z.number(), protocol: z.string().nullish(), name: z.string().nullish() })
const container = z.object({ name: z.string(), ports: z.array(port).nullish(), securityContext: runAs })
const status = z.array(z.object({ name: z.string(), ready: z.boolean().nullish() })).nullish()

const podSchema = z.object({
  metadata: metadata.extend({ uid: z.string().nullish(), labels, annotations: labels }),
  spec: z.object({ containers: z.array(container), initContainers: z.array(container).nullish(), securityContext: runAs }),
  status: z
    .object({ phase: z.string().nullish(), hostIP: z.string().nullish(), containerStatuses: status, initContainerStatuses: status })
    .nullish(),
})

const text = z.object({ exact: z.string().nullish(), prefix: z.string().nullish(), regex: z.string().nullish() })
const destination = z.object({
  destination: z.object({ host: z.string(), subset: z.string().nullish() }),
  weight: z.number().nullish(),
})
const percentage = z.object({ value: z.number().nullish() }).nullish()
const fault = z.object({
  delay: z
    .object({
      percent: z.number().nullish(),
      fixedDelay: z.string().nullish(),
      exponentialDelay: z.string().nullish(),
      percentage,
    })
    .nullish(),
  abort: z
    .object({ httpStatus: z.number().nullish(), grpcStatus: z.string().nullish(), http2Error: z.string().nullish(), percentage })
    .nullish(),
})
const httpMatch = z.object({
  uri: text.nullish(),
  ignoreUriCase: z.boolean().nullish(),
  headers: z.record(z.string(), text).nullish(),
})
const tcpMatch = z.object({
  destinationSubnets: z.array(z.string()).nullish(),
  port: z.number().nullish(),
  sourceSubnet: z.string().nullish(),
  sourceLabels: labels,
  gateways: z.array(z.string()).nullish(),
  sourceNamespace: z.string().nullish(),
})

const virtualServiceSchema = z.object({
  metadata,
  spec: z.object({
    hosts: z.array(z.string()).nullish(),
    gateways: z.array(z.string()).nullish(),
    http: z
      .array(z.object({ match: z.array(httpMatch).nullish(), route: z.array(destination).nullish(), fault: fault.nullish() }))
      .nullish(),
    tls: z.array(z.unknown()).nullish(),
    tcp: z.array(z.object({ match: z.array(tcpMatch).nullish(), route: z.array(destination).nullish() })).nullish(),
  }),
})

const present = z.unknown().optional()
const policy = z.object({
  tls: z.object({ mode: z.string().nullish() }).nullish(),
  loadBalancer: present,
  connectionPool: present,
  outlierDetection: present,
})

const destinationRuleSchema = z.object({
  metadata,
  spec: z.object({
    host: z.string(),
    subsets: z.array(z.object({ name: z.string(), labels })).nullish(),
    trafficPolicy: policy
      .extend({ portLevelSettings: z.array(policy.extend({ port: z.object({ number: z.number().nullish() }).nullish() })).nullish() })
      .nullish(),
  }),
})

const gatewaySchema = z.object({ metadata, spec: z.object({ selector: labels }) })

const mtls = z.object({ mode: z.string().nullish() })
const peerAuthenticationSchema = z.object({
  metadata: metadata.extend({ creationTimestamp: z.string().nullish() }),
  spec: z.object({ selector, mtls: mtls.nullish(), portLevelMtls: z.record(z.string(), mtls).nullish() }).nullish(),
})

export type Pod = z.infer<typeof podSchema>
export type ServicePort = NonNullable<Service['spec']['ports']>[number]
export type VirtualService = z.infer<typeof virtualServiceSchema>
export type HttpRoute = NonNullable<VirtualService['spec']['http']>[number]
export type TcpRoute = NonNullable<VirtualService['spec']['tcp']>[number]
export type HttpMatchRequest = z.infer<typeof httpMatch>
export type TextMatch = z.infer<typeof text>
export type Fault = z.infer<typeof fault>
export type TcpMatchRequest = z.infer<typeof tcpMatch>
export type DestinationRule = z.infer<typeof destinationRuleSchema>
export type TrafficPolicy = z.infer<typeof policy>
export type Gateway = z.infer<typeof gatewaySchema>
export type PeerAuthentication = z.infer<typeof peerAuthenticationSchema>

/** What a description is made of, in the order of the API server's lists. A list that was not read is empty, and named in `missing`. */
export interface DescribedObjects {
  pods: readonly Seen<Pod>[]
  services: readonly Seen<Service>[]
  virtualServices: readonly Seen<VirtualService>[]
  destinationRules: readonly Seen<DestinationRule>[]
  gateways: readonly Seen<Gateway>[]
  peerAuthentications: readonly Seen<PeerAuthentication>[]
  /** Paths of lists that had not been read. */
  missing: string[]
  /** Objects that do not fit their schema, and are left out. */
  problems: Problem[]
}

/** The lists of a snapshot that a description needs. */
export function describedObjects(snapshot: Snapshot): DescribedObjects {
  const missing: string[] = []
  const problems: Problem[] = []
  const list = <T>(path: string, schema: z.ZodType<T>): Seen<T>[] => {
    const seen = snapshot.read(path)
    if (!seen) missing.push(path)
    const parsed = parseList(seen, schema)
    problems.push(...parsed.problems)
    return parsed.items
  }
  return {
    pods: list('k8s/pods.json', podSchema),
    services: list(OBJECT_LISTS.Service, serviceSchema),
    virtualServices: list(OBJECT_LISTS.VirtualService, virtualServiceSchema),
    destinationRules: list(OBJECT_LISTS.DestinationRule, destinationRuleSchema),
    gateways: list(OBJECT_LISTS.Gateway, gatewaySchema),
    peerAuthentications: list(OBJECT_LISTS.PeerAuthentication, peerAuthenticationSchema),
    missing,
    problems,
  }
}

/** The object of this name, or null. */
export function objectNamed<T extends { metadata: { name: string; namespace: string } }>(
  all: readonly T[],
  { name, namespace }: { name: string; namespace: string },
): T | null {
  return all.find(({ metadata }) => metadata.name === name && metadata.namespace === namespace) ?? null
}
