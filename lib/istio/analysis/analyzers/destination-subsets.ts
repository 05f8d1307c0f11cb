import type { Analyzer } from '@/lib/istio/analysis/analyzer'
import { destinationsOf } from '@/lib/istio/analysis/destinations'
import { finding } from '@/lib/istio/analysis/finding'
import { fullHost } from '@/lib/istio/analysis/hosts'
import { listField, textField } from '@/lib/istio/json'

/** Subsets that a VirtualService sends to and no DestinationRule defines. */
export const destinationSubsets: Analyzer = {
  name: 'virtualservice.DestinationRuleAnalyzer',
  codes: ['IST0101'],
  needs: ['VirtualService', 'DestinationRule'],
  *analyze(configuration) {
    if (!configuration.sees('DestinationRule', null)) return
    const defined = new Set(
      configuration.all('DestinationRule').flatMap(({ spec, namespace }) => {
        const host = fullHost(textField(spec, 'host') ?? '', namespace)
        return listField(spec, 'subsets').map((subset) => `${host} ${textField(subset, 'name') ?? ''}`)
      }),
    )
    for (const service of configuration.all('VirtualService'))
      for (const { destination, mirror, path } of destinationsOf(service)) {
        const subset = textField(destination, 'subset')
        const host = textField(destination, 'host') ?? ''
        if (subset === null || defined.has(`${fullHost(host, service.namespace)} ${subset}`)) continue
        const type = `${mirror ? 'mirror' : 'host'}+subset in destinationrule`
        yield finding('IST0101', service, { type, reference: `${host}+${subset}` }, `${path}.subset`)
      }
  },
}
