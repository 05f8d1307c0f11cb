import type { Configuration } from '@/lib/istio/analysis/configuration'
import type { Resource } from '@/lib/istio/analysis/resource'
import type { Labels } from '@/lib/istio/analysis/selector'

/** How objects of one kind divide the pods of their namespaces between them. */
export interface Selection {
  /** Objects whose selector takes no pod. */
  none: { resource: Resource; labels: Labels }[]
  /** Pods with the objects that select them. */
  selected: Map<Resource, Resource[]>
  /** Objects without a selector, by namespace. */
  wide: Map<string, Resource[]>
}

export function selectionOf(
  resources: readonly Resource[],
  labelsOf: (resource: Resource) => Labels | null,
  configuration: Configuration,
): Selection {
  const found: Selection = { none: [], selected: new Map(), wide: new Map() }
  for (const resource of resources) {
    const labels = labelsOf(resource)
    if (labels === null || labels.size === 0) {
      found.wide.set(resource.namespace, [...(found.wide.get(resource.namespace) ?? []), resource])
      continue
    }
    const pods = configuration.pods(labels, resource.namespace)
    if (pods.length === 0 && configuration.sees('Pod', resource.namespace)) found.none.push({ resource, labels })
    for (const pod of pods) found.selected.set(pod, [...(found.selected.get(pod) ?? []), resource])
  }
  return found
}

/** Names without their namespaces, which is one, in order. */
export const namesOf = (resources: readonly Resource[]): string[] => resources.map(({ name }) => name).sort()
