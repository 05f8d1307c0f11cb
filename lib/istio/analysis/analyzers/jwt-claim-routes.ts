import type { Analyzer } from '@/lib/istio/analysis/analyzer'
import type { Configuration } from '@/lib/istio/analysis/configuration'
import { finding } from '@/lib/istio/analysis/finding'
import { gatewayName } from '@/lib/istio/analysis/hosts'
import { ISTIO_NAMESPACE } from '@/lib/istio/analysis/mesh-membership'
import { fullName, type Resource, textMap, texts } from '@/lib/istio/analysis/resource'
import { matches } from '@/lib/istio/analysis/selector'
import { field, isObject, listField } from '@/lib/istio/json'

const CLAIM = '@request.auth.claims'

/** The first header match of a VirtualService that stands for a claim of a token. */
function claimOf({ spec }: Resource): string | null {
  for (const match of listField(spec, 'http').flatMap((rule) => listField(rule, 'match')))
    for (const key of ['headers', 'withoutHeaders']) {
      const headers = field(match, key)
      const claim = isObject(headers) ? Object.keys(headers).find((name) => name.startsWith(CLAIM)) : undefined
      if (claim !== undefined) return claim
    }
  return null
}

const isChecked = (pod: Resource, configuration: Configuration): boolean =>
  [ISTIO_NAMESPACE, pod.namespace].some((namespace) =>
    configuration
      .in('RequestAuthentication', namespace)
      .some(({ spec }) => matches(textMap(field(field(spec, 'selector'), 'matchLabels')), pod.labels)),
  )

/** VirtualServices that route by a token's claims at gateways where nothing reads tokens. */
export const jwtClaimRoutes: Analyzer = {
  name: 'virtualservice.JWTClaimRouteAnalyzer',
  codes: ['IST0149'],
  needs: ['VirtualService', 'RequestAuthentication', 'Gateway', 'Pod'],
  *analyze(configuration) {
    if (!configuration.sees('RequestAuthentication', null)) return
    for (const service of configuration.all('VirtualService')) {
      const key = claimOf(service)
      if (key === null) continue
      for (const text of texts(service.spec, 'gateways').filter((one) => one !== 'mesh')) {
        const place = gatewayName(text, service.namespace)
        const gateway = configuration.find('Gateway', place)
        if (!gateway) continue
        for (const pod of configuration.pods(textMap(field(gateway.spec, 'selector')), null))
          if (!isChecked(pod, configuration)) yield finding('IST0149', service, { key, gateway: fullName(place), pod: pod.name })
      }
    }
  },
}
