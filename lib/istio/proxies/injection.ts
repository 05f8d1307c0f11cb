import { z } from 'zod'
import { parseList } from '@/lib/kubernetes/list'
import type { Snapshot } from '@/lib/recording/snapshot'

const INJECT = 'sidecar.istio.io/inject'
const REVISION = 'istio.io/rev'
const NAMESPACE_INJECTION = 'istio-injection'
/** Istio never injects there (inject.IgnoredNamespaces). */
const IGNORED = new Set(['kube-system', 'kube-public', 'kube-node-lease', 'local-path-storage'])

type Labels = Record<string, string> | null | undefined

const namespaceSchema = z.object({ metadata: z.object({ name: z.string(), labels: z.record(z.string(), z.string()).nullish() }) })

/** The labels of each namespace; those that can't be read are missing. */
export function namespaceLabels(snapshot: Snapshot): ReadonlyMap<string, Labels> {
  const { items } = parseList(snapshot.read('k8s/namespaces.json'), namespaceSchema)
  return new Map(items.map(({ metadata }) => [metadata.name, metadata.labels ?? null]))
}

/**
 * What asks for a sidecar in a pod, by the selectors of Istio's webhooks (their defaults) and the injector's own rules; null: nothing
 * does. Source: istio manifests/charts/istio-control/istio-discovery/templates/mutatingwebhook.yaml, pkg/kube/inject injectRequired.
 */
export function asksForSidecar(
  pod: { namespace: string; labels?: Labels; annotations?: Labels; hostNetwork: boolean },
  namespace: Labels,
): 'namespace' | 'pod' | null {
  if (pod.hostNetwork || IGNORED.has(pod.namespace)) return null
  const own = pod.labels?.[INJECT] ?? pod.annotations?.[INJECT]
  const injection = namespace?.[NAMESPACE_INJECTION]
  if (own === 'false' || injection === 'disabled') return null
  if (injection === 'enabled' || (injection === undefined && namespace?.[REVISION] !== undefined)) return 'namespace'
  // The webhooks look at the pod's labels; an annotation alone does not bring them.
  return injection === undefined && (pod.labels?.[INJECT] === 'true' || pod.labels?.[REVISION] !== undefined) ? 'pod' : null
}
