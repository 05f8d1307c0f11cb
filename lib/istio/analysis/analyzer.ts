import type { Configuration } from '@/lib/istio/analysis/configuration'
import type { Finding, FindingCode } from '@/lib/istio/analysis/finding'
import type { ObjectKind } from '@/lib/kubernetes/object-lists'

/** One of Istio's analyzers. Pure; it reads each object once and looks others up. */
export interface Analyzer {
  /** istioctl's name of it (`istioctl analyze -L`). */
  name: string
  codes: readonly FindingCode[]
  /** Kinds without which nothing can be said: where a list was not read, the analyzer does not run. */
  needs: readonly ObjectKind[]
  analyze: (configuration: Configuration) => Iterable<Finding>
}
