import type { Analyzer } from '@/lib/istio/analysis/analyzer'
import { finding } from '@/lib/istio/analysis/finding'
import { at, numberField } from '@/lib/istio/analysis/resource'
import { listField } from '@/lib/istio/json'

/** Fields that Istio takes no longer. */
export const deprecatedFields: Analyzer = {
  name: 'deprecation.DeprecationAnalyzer',
  codes: ['IST0002'],
  needs: ['VirtualService', 'Sidecar'],
  *analyze(configuration) {
    for (const service of configuration.all('VirtualService'))
      for (const [index, route] of listField(service.spec, 'http').entries())
        if ((numberField(at(route, 'fault', 'delay'), 'percent') ?? 0) > 0)
          yield finding(
            'IST0002',
            service,
            { detail: 'HTTPRoute.fault.delay.percent is deprecated; use HTTPRoute.fault.delay.percentage' },
            `spec.http[${index}].fault.delay.percent`,
          )
    for (const sidecar of configuration.all('Sidecar'))
      if (at(sidecar.spec, 'outboundTrafficPolicy', 'egressProxy') !== undefined)
        yield finding('IST0002', sidecar, { detail: 'OutboundTrafficPolicy.EgressProxy ignored' }, 'spec.outboundTrafficPolicy.egressProxy')
  },
}
