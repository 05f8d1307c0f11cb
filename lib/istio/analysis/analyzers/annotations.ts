import type { Analyzer } from '@/lib/istio/analysis/analyzer'
import { ANNOTATIONS } from '@/lib/istio/analysis/annotation-names'
import { type Finding, finding } from '@/lib/istio/analysis/finding'
import { INJECT } from '@/lib/istio/analysis/mesh-membership'
import type { Resource } from '@/lib/istio/analysis/resource'

const INGRESS_CLASS = 'kubernetes.io/ingress.class'
const KINDS = ['Namespace', 'Service', 'Pod', 'Deployment'] as const
const INSTEAD = new Map([[INJECT, ` in favor of the "${INJECT}" label`]])
/** What Istio's installers write. */
const OPERATORS = /(^|\.)operator\.istio\.io$/
const MODES = new Set(['REDIRECT', 'TPROXY', 'NONE'])
const BOOLEANS = new Set(['1', 't', 'T', 'true', 'TRUE', 'True', '0', 'f', 'F', 'false', 'FALSE', 'False'])

const NUMBERS = new Set([
  'status.sidecar.istio.io/port',
  'readiness.status.sidecar.istio.io/initialDelaySeconds',
  'readiness.status.sidecar.istio.io/periodSeconds',
  'readiness.status.sidecar.istio.io/failureThreshold',
])

/** Why a value does not fit its annotation, as the injector says it; null: it does, or nothing looks at it. */
function faultOf(annotation: string, value: string): string | null {
  if (annotation === 'sidecar.istio.io/interceptionMode' && !MODES.has(value))
    return `interceptionMode invalid, use REDIRECT,TPROXY,NONE: ${value}`
  if (NUMBERS.has(annotation) && !/^\d+$/.test(value)) return `strconv.ParseUint: parsing ${JSON.stringify(value)}: invalid syntax`
  if (annotation === 'prometheus.istio.io/merge-metrics' && !BOOLEANS.has(value))
    return `strconv.ParseBool: parsing ${JSON.stringify(value)}: invalid syntax`
  return null
}

function isIstios(annotation: string): boolean {
  const domain = annotation.split('/', 1)[0] ?? ''
  return annotation === INGRESS_CLASS || (domain.endsWith('istio.io') && !OPERATORS.test(domain))
}

function* ofResource(resource: Resource): Iterable<Finding> {
  for (const [annotation, value] of resource.annotations) {
    if (!isIstios(annotation)) continue
    const path = `metadata.annotations.${annotation}`
    const known = ANNOTATIONS.get(annotation)
    if (!known) {
      yield finding('IST0108', resource, { annotation }, path)
      continue
    }
    if (known.deprecated && !(annotation === INJECT && resource.labels.has(INJECT)))
      yield finding('IST0135', resource, { annotation, instead: INSTEAD.get(annotation) ?? '' }, path)
    if (known.kinds.includes('Any')) continue
    const why = faultOf(annotation, value)
    if (!known.kinds.includes(resource.kind)) yield finding('IST0107', resource, { annotation, kinds: known.kinds.join(', ') }, path)
    else if (why !== null) yield finding('IST0125', resource, { annotation, why }, path)
  }
}

/** Istio's annotations that it does not know, takes no longer, or does not look at where they stand. */
export const annotations: Analyzer = {
  name: 'annotations.K8sAnalyzer',
  codes: ['IST0107', 'IST0108', 'IST0125', 'IST0135'],
  needs: KINDS,
  *analyze(configuration) {
    for (const kind of KINDS) for (const resource of configuration.all(kind)) yield* ofResource(resource)
  },
}
