import type { Analyzer } from '@/lib/istio/analysis/analyzer'
import type { Configuration } from '@/lib/istio/analysis/configuration'
import { finding } from '@/lib/istio/analysis/finding'
import { type Resource, textMap, texts } from '@/lib/istio/analysis/resource'
import type { Labels } from '@/lib/istio/analysis/selector'
import { ServiceHosts } from '@/lib/istio/analysis/service-hosts'
import { SINCE } from '@/lib/istio/analysis/version'
import { field, listField, textField } from '@/lib/istio/json'

const HOSTNAME = 'kubernetes.io/hostname'
/** Labels that istiod adds to a pod's endpoints from its node. */
const OF_NODES = ['topology.kubernetes.io/region', 'topology.kubernetes.io/zone', 'topology.istio.io/subzone']

/** Labels of a pod's node that its endpoints have too; empty ones are none. */
function nodeLabels(pod: Resource, configuration: Configuration): Labels {
  const name = textField(pod.spec, 'nodeName')
  const node = name === null ? undefined : configuration.find('Node', { namespace: '', name })
  if (name === null || !node) return new Map()
  const added = OF_NODES.flatMap((key): [string, string][] => {
    const value = node.labels.get(key)
    return value ? [[key, value]] : []
  })
  return new Map([...added, [HOSTNAME, name]])
}

/** Whether some pod, with what its node adds, has these labels. */
function isSelected(labels: Labels, configuration: Configuration): boolean {
  const own = new Map([...labels].filter(([key]) => key !== HOSTNAME && !OF_NODES.includes(key)))
  return configuration.pods(own, null).some((pod) => {
    const added = nodeLabels(pod, configuration)
    return [...labels].every(([key, value]) => (added.get(key) ?? pod.labels.get(key)) === value)
  })
}

/** DestinationRules for hosts that are not there, and subsets that no pod belongs to. */
export const destinationRuleTargets: Analyzer = {
  name: 'destinationrule.SubsetSelectPodAnalyzer',
  codes: ['IST0173', 'IST0174'],
  needs: ['DestinationRule', 'Pod', 'Service', 'ServiceEntry'],
  *analyze(configuration) {
    if (!configuration.since(SINCE.destinationRuleTargets)) return
    const hosts = new ServiceHosts(configuration)
    for (const rule of configuration.all('DestinationRule')) {
      const host = textField(rule.spec, 'host') ?? ''
      const target = hosts.find(host, rule.namespace, texts(rule.spec, 'exportTo'))
      if (!target) {
        if (hosts.couldSee(host, rule.namespace)) yield finding('IST0174', rule, { host }, 'spec.host')
        continue
      }
      if (!configuration.sees('Pod', null)) continue
      for (const [index, subset] of listField(rule.spec, 'subsets').entries()) {
        const labels = new Map([...target.workloads, ...textMap(field(subset, 'labels'))])
        if (isSelected(labels, configuration)) continue
        yield finding('IST0173', rule, { subset: textField(subset, 'name') ?? '' }, `spec.subsets[${index}]`)
      }
    }
  },
}
