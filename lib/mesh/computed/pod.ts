import { compareRedirection } from '@/lib/istio/redirection/compare'
import { computeRedirection } from '@/lib/istio/redirection/compute'
import { compareNative, nativeKey } from '@/lib/istio/redirection/native/compare'
import { computeNativeRedirection } from '@/lib/istio/redirection/native/compute'
import { podRedirection } from '@/lib/istio/redirection/pod'
import type { Seen } from '@/lib/kubernetes/list'
import type { Pod } from '@/lib/kubernetes/pods'
import { parseRelease } from '@/lib/kubernetes/release'
import type { Cluster } from '@/lib/mesh/computed/cluster'
import type { ComputedGap, ComputedRules } from '@/lib/mesh/computed/model'
import { computedReason } from '@/lib/mesh/computed/reasons'
import { together } from '@/lib/netfilter/computed/compare'
import { isNative } from '@/lib/netfilter/nft/model'

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
    version: parseRelease(cluster.istioVersion()),
  })
  if (typeof settings === 'string') return { why: computedReason(settings) }
  const has = family === 'IPv4' || (pod.status?.podIPs ?? []).some(({ ip }) => ip?.includes(':'))
  const computed = computeRedirection(has && !settings?.native ? settings : null, family)
  const tables = settings?.native ? computeNativeRedirection(settings, hasIPv6(pod, settings.dualStack)) : null
  return {
    ruleset: computed.ruleset,
    native: tables?.ruleset ?? null,
    count: computed.count + (tables?.count ?? 0),
    print: () => computed.print() + (tables?.text ?? ''),
    sourceOf: (rule) => (isNative(rule) ? (tables?.sourceOf(rule.pointer) ?? null) : computed.sourceOf(rule.line)),
    keyOf: (rule) => (isNative(rule) ? nativeKey(rule) : rule.text),
    evidenceOf: () => [pod.evidence],
    notes: observed ? [] : [computedReason('others-unknown')],
    compare: (observed, native) =>
      together(compareRedirection(observed, computed.ruleset), compareNative(native, tables?.ruleset.tables ?? [])),
  }
}

/** Of both versions Istio writes for IPv6 too only where it was told so. */
function hasIPv6({ status }: Pod, dualStack: boolean): boolean {
  const ips = [status?.podIP, ...(status?.podIPs ?? []).map(({ ip }) => ip)]
  return (dualStack ? ips : ips.slice(0, 1)).some((ip) => ip?.includes(':'))
}
