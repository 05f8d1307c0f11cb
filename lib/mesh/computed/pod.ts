import { compareRedirection } from '@/lib/istio/redirection/compare'
import { computeRedirection } from '@/lib/istio/redirection/compute'
import { podRedirection } from '@/lib/istio/redirection/pod'
import { parseIstioVersion } from '@/lib/istio/redirection/settings'
import type { Seen } from '@/lib/kubernetes/list'
import type { Pod } from '@/lib/kubernetes/pods'
import type { Cluster } from '@/lib/mesh/computed/cluster'
import type { ComputedGap, ComputedRules } from '@/lib/mesh/computed/model'
import { computedReason } from '@/lib/mesh/computed/reasons'

/** What Istio would write in a pod; a pod without a proxy of its own has no rules. */
export function computedPodRules(
  cluster: Cluster,
  pod: Seen<Pod>,
  family: 'IPv4' | 'IPv6',
  observed: boolean,
): ComputedRules | ComputedGap {
  const settings = podRedirection(pod, {
    mesh: cluster.meshConfig(),
    clusterDns: cluster.clusterDns(),
    version: parseIstioVersion(cluster.istioVersion()),
  })
  if (typeof settings === 'string') return { why: computedReason(settings) }
  const has = family === 'IPv4' || (pod.status?.podIPs ?? []).some(({ ip }) => ip?.includes(':'))
  const computed = computeRedirection(has ? settings : null, family)
  return {
    ruleset: computed.ruleset,
    native: null,
    count: computed.count,
    print: computed.print,
    sourceOf: ({ line }) => computed.sourceOf(line),
    keyOf: ({ text }) => text,
    evidenceOf: () => [pod.evidence],
    notes: observed ? [] : [computedReason('others-unknown')],
    compare: (observed) => compareRedirection(observed, computed.ruleset),
  }
}
