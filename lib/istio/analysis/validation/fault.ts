import type { Configuration } from '@/lib/istio/analysis/configuration'
import { at, type Resource, textMap } from '@/lib/istio/analysis/resource'
import { field, type Json } from '@/lib/istio/json'
import type { ObjectKind } from '@/lib/kubernetes/object-lists'

/** What is wrong with an object by itself, in istiod's words: `error` is refused by its webhook, the others are warned of. */
export interface Fault {
  error: boolean
  why: string
  path: string | null
}

export const warning = (why: string, path: string | null = null): Fault => ({ error: false, why, path })
export const mistake = (why: string, path: string | null = null): Fault => ({ error: true, why, path })

/** What istiod's validation says of objects of one kind. Source: istio pkg/config/validation/validation.go. */
export interface Validation {
  kind: ObjectKind
  faults: (resource: Resource, configuration: Configuration) => Iterable<Fault>
}

const NO_LABELS = 'workload selector specified without labels'

/** A selector that is there and selects by nothing: it takes all, which is seldom meant. `whose` begins the sentence of Istio's older kinds. */
export function* selectorFaults(spec: Json, key: 'workloadSelector' | 'selector', whose: string | null): Iterable<Fault> {
  const selector = field(spec, key)
  if (selector === undefined) return
  // A DestinationRule has the older key with the newer labels.
  const labels = new Map([...textMap(at(selector, 'matchLabels')), ...textMap(at(selector, 'labels'))])
  const path = `spec.${key}`
  for (const [name, value] of labels)
    if (name.includes('*') || value.includes('*'))
      yield mistake(`wildcard is not supported in selector: ${JSON.stringify(`${name}=${value}`)}`, path)
  if (labels.size === 0)
    yield warning(whose === null ? NO_LABELS : `${whose}: ${NO_LABELS}, will be applied to all services in namespace`, path)
}
