import type { Runtime } from '@/lib/envoy/config/runtime'
import { fractionHidden, fractionOf } from '@/lib/envoy/evaluate/match/fraction'
import type { JsonNode } from '@/lib/envoy/parse/json-node'

/** The clusters that may get a copy of a route's requests: not those that are to get 0 %. */
export function mirrorsOf(action: JsonNode, runtime: Runtime): string[] {
  return action
    .get('request_mirror_policies')
    .items()
    .flatMap((policy) => {
      const fraction = policy.get('runtime_fraction')
      const isOff = fraction.exists && fractionHidden(fraction, runtime) === null && fractionOf(fraction, 1, runtime) === 0
      return isOff ? [] : (policy.get('cluster').text() ?? [])
    })
}
