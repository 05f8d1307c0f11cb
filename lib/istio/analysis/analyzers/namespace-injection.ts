import type { Analyzer } from '@/lib/istio/analysis/analyzer'
import type { Configuration } from '@/lib/istio/analysis/configuration'
import { type Finding, finding } from '@/lib/istio/analysis/finding'
import {
  DATAPLANE_MODE,
  hasProxy,
  INJECT,
  ISTIO_NAMESPACE,
  isSystemNamespace,
  NAMESPACE_INJECTION,
  REVISION,
} from '@/lib/istio/analysis/mesh-membership'
import { fullName, type Resource } from '@/lib/istio/analysis/resource'
import type { Labels } from '@/lib/istio/analysis/selector'
import { SINCE } from '@/lib/istio/analysis/version'
import { field } from '@/lib/istio/json'

/** The labels that say how a namespace's pods come into the mesh; more than one contradict each other. */
function meshLabels(labels: Labels): string[] {
  const injection = labels.get(NAMESPACE_INJECTION)
  const others = injection === undefined || injection === 'enabled' ? [REVISION, DATAPLANE_MODE] : []
  return [NAMESPACE_INJECTION, ...others].flatMap((key) => {
    const value = labels.get(key)
    return value === undefined ? [] : `${key}=${value}`
  })
}

function* ofNamespace({ labels, ...namespace }: Resource): Iterable<Finding> {
  const found = meshLabels(labels)
  const about = { labels, ...namespace }
  if (found.length > 1) yield finding('IST0123', about, { labels: found }, 'metadata.labels')
  if (labels.get(DATAPLANE_MODE) === 'ambient' || labels.get(NAMESPACE_INJECTION) || labels.has(REVISION)) return
  yield finding('IST0102', about, { namespace: namespace.name }, 'metadata.name')
}

function* withoutProxy(pods: readonly Resource[]): Iterable<Finding> {
  for (const pod of pods) {
    const told = pod.labels.get(INJECT) ?? pod.annotations.get(INJECT)
    if (told?.toLowerCase() === 'false' || field(pod.spec, 'hostNetwork') === true || hasProxy(pod.spec)) continue
    yield finding('IST0103', pod, { pod: fullName(pod) })
  }
}

const isAsked = (namespace: Resource, configuration: Configuration): boolean =>
  namespace.name !== ISTIO_NAMESPACE && !(configuration.since(SINCE.systemNamespacesLeftOut) && isSystemNamespace(namespace.name))

/** Namespaces that do not say whether they are in the mesh, and pods without the proxy that their namespace asks for. */
export const namespaceInjection: Analyzer = {
  name: 'injection.Analyzer',
  codes: ['IST0102', 'IST0103', 'IST0123'],
  needs: ['Namespace', 'Pod'],
  *analyze(configuration) {
    for (const namespace of configuration.all('Namespace')) {
      if (!isAsked(namespace, configuration)) continue
      yield* ofNamespace(namespace)
      const { labels, name } = namespace
      if (labels.get(NAMESPACE_INJECTION) === 'enabled' && labels.get(DATAPLANE_MODE) !== 'ambient')
        yield* withoutProxy(configuration.in('Pod', name))
    }
  },
}
