import type { Analyzer } from '@/lib/istio/analysis/analyzer'
import type { Configuration } from '@/lib/istio/analysis/configuration'
import { finding } from '@/lib/istio/analysis/finding'
import { numberField, type Resource, textMap } from '@/lib/istio/analysis/resource'
import { matches, selectorText } from '@/lib/istio/analysis/selector'
import { field, listField, textField } from '@/lib/istio/json'

/** Ports at which the Services of these pods are asked, and those of the pods behind them: a server may be told by either. */
function servedPorts(pods: readonly Resource[], configuration: Configuration): Set<number> {
  const served = new Set<number>()
  for (const [namespace, own] of Map.groupBy(pods, (pod) => pod.namespace))
    for (const service of configuration.in('Service', namespace)) {
      const selector = textMap(field(service.spec, 'selector'))
      if (!own.some((pod) => matches(selector, pod.labels))) continue
      for (const port of listField(service.spec, 'ports')) {
        if ((textField(port, 'protocol') ?? 'TCP') !== 'TCP') continue
        for (const number of [numberField(port, 'port'), numberField(port, 'targetPort')]) if (number !== null) served.add(number)
      }
    }
  return served
}

/** Gateways that select no pod, and servers on ports that no Service of their pods has. */
export const gatewayPorts: Analyzer = {
  name: 'gateway.IngressGatewayPortAnalyzer',
  codes: ['IST0101', 'IST0162'],
  needs: ['Gateway', 'Pod', 'Service'],
  *analyze(configuration) {
    if (!configuration.sees('Pod', null) || !configuration.sees('Service', null)) return
    const known = new Map<string, Set<number> | null>()
    for (const gateway of configuration.all('Gateway')) {
      const labels = textMap(field(gateway.spec, 'selector'))
      const selector = selectorText(labels)
      let served = known.get(selector)
      if (served === undefined) {
        const pods = configuration.pods(labels, null)
        served = pods.length === 0 ? null : servedPorts(pods, configuration)
        known.set(selector, served)
      }
      if (served === null) {
        yield finding('IST0101', gateway, { type: 'selector', reference: selector }, 'spec.selector')
        continue
      }
      for (const [index, server] of listField(gateway.spec, 'servers').entries()) {
        const port = numberField(field(server, 'port'), 'number')
        if (port !== null && !served.has(port)) yield finding('IST0162', gateway, { port, selector }, `spec.servers[${index}].port.number`)
      }
    }
  },
}
