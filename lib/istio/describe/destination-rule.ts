import type { DestinationRuleFacts, PolicyFacts } from '@/lib/istio/describe/facts'
import type { DestinationRule, TrafficPolicy } from '@/lib/istio/describe/objects'
import { selects } from '@/lib/kubernetes/istio-objects'

/** What a DestinationRule says of a pod with these labels. */
export function destinationRuleFacts({ metadata, spec }: DestinationRule, labels: Readonly<Record<string, string>>): DestinationRuleFacts {
  const subsets = spec.subsets ?? []
  const has = (subset: (typeof subsets)[number]) => selects(subset.labels, labels)
  const policy = spec.trafficPolicy
  return {
    name: metadata.name,
    namespace: metadata.namespace,
    host: spec.host,
    matching: subsets.filter(has).map(({ name }) => name),
    others: subsets.filter((subset) => !has(subset)).map(({ name }) => name),
    policy: policy
      ? {
          ...policyFacts(policy),
          ports: policy.portLevelSettings?.map((one) => ({ port: one.port?.number ?? 0, ...policyFacts(one) })) ?? null,
        }
      : null,
  }
}

function policyFacts({ tls, loadBalancer, connectionPool, outlierDetection }: TrafficPolicy): PolicyFacts {
  const kinds = [
    { kind: 'load balancer' as const, set: loadBalancer },
    { kind: 'connection pool' as const, set: connectionPool },
    { kind: 'outlier detection' as const, set: outlierDetection },
  ]
  // DISABLE is the enum's zero, which JSON leaves out.
  return { tls: tls ? (tls.mode ?? 'DISABLE') : null, kinds: kinds.filter(({ set }) => set != null).map(({ kind }) => kind) }
}
