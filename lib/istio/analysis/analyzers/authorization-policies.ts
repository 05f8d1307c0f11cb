import type { Analyzer } from '@/lib/istio/analysis/analyzer'
import type { Configuration } from '@/lib/istio/analysis/configuration'
import { type Finding, finding } from '@/lib/istio/analysis/finding'
import { podInAmbient, podInMesh } from '@/lib/istio/analysis/mesh-membership'
import { at, type Resource, textMap, texts } from '@/lib/istio/analysis/resource'
import { selectorText } from '@/lib/istio/analysis/selector'
import { DEFAULT_ROOT_NAMESPACE } from '@/lib/istio/istiod-file'
import { field, listField, textField } from '@/lib/istio/json'

/** Whether a namespace is the one that a policy names, whose name may begin or end with `*`. */
function isNamed(namespace: string, named: string): boolean {
  if (named === '*') return true
  if (named.startsWith('*')) return namespace.endsWith(named.slice(1))
  if (named.endsWith('*')) return namespace.startsWith(named.slice(0, -1))
  return namespace.toLowerCase() === named.toLowerCase()
}

function* unmatched(policy: Resource, configuration: Configuration, root: string): Iterable<Finding> {
  const { spec, namespace } = policy
  // What names its targets is attached to them, whatever pods there are.
  if (field(spec, 'targetRef') !== undefined || listField(spec, 'targetRefs').length > 0) return
  const selector = field(spec, 'selector')
  const wide = namespace === root
  if (!configuration.sees('Pod', wide ? null : namespace)) return
  if (selector === undefined && wide) return
  const labels = textMap(field(selector, 'matchLabels'))
  const pods = configuration.pods(labels, wide ? null : namespace)
  if (pods.some((pod) => podInMesh(pod, configuration) || podInAmbient(pod))) return
  yield finding('IST0127', policy, { labels: selectorText(labels) }, selector === undefined ? null : 'spec.selector')
}

function* unknownNamespaces(policy: Resource, configuration: Configuration): Iterable<Finding> {
  if (!configuration.sees('Namespace', null)) return
  const names = configuration.all('Namespace').map(({ name }) => name)
  for (const [i, rule] of listField(policy.spec, 'rules').entries())
    for (const [j, from] of listField(rule, 'from').entries())
      for (const key of ['namespaces', 'notNamespaces'])
        for (const [k, named] of texts(at(from, 'source'), key).entries())
          if (!names.some((name) => isNamed(name, named)))
            yield finding('IST0101', policy, { type: 'namespace', reference: named }, `spec.rules[${i}].from[${j}].source.${key}[${k}]`)
}

/** AuthorizationPolicies that hold for no workload, or name namespaces that are not there. */
export const authorizationPolicies: Analyzer = {
  name: 'auth.AuthorizationPoliciesAnalyzer',
  codes: ['IST0127', 'IST0101'],
  needs: ['AuthorizationPolicy', 'Namespace', 'Pod'],
  *analyze(configuration) {
    const root = textField(configuration.meshConfig, 'rootNamespace') ?? DEFAULT_ROOT_NAMESPACE
    for (const policy of configuration.all('AuthorizationPolicy')) {
      yield* unmatched(policy, configuration, root)
      yield* unknownNamespaces(policy, configuration)
    }
  },
}
