import { z } from 'zod'
import { objectOfPath } from '@/lib/envoy/config/istio-object'
import { either } from '@/lib/istio/diff/dump'
import { type JsonObject, textField } from '@/lib/istio/json'
import { parseList } from '@/lib/kubernetes/list'
import { OBJECT_LISTS } from '@/lib/kubernetes/object-lists'
import type { Snapshot } from '@/lib/recording/snapshot'

const labels = z.record(z.string(), z.string()).nullish()
const destinationRuleSchema = z.object({
  metadata: z.object({ name: z.string(), namespace: z.string() }),
  spec: z.object({ subsets: z.array(z.object({ name: z.string(), labels })).nullish() }),
})

/** The labels by which the DestinationRule behind a cluster chooses its subset's endpoints; none for a whole Service. null: not seen. */
export function subsetLabels(snapshot: Snapshot): (cluster: JsonObject) => Readonly<Record<string, string>> | null {
  let rules: Map<string, Map<string, Record<string, string>>> | null = null
  return (cluster) => {
    const istio = either(either(cluster, 'metadata'), 'filter_metadata')
    const config = textField(either(istio, 'istio'), 'config')
    const subset = textField(either(istio, 'istio'), 'subset')
    if (subset === null) return {}
    rules ??= subsetsByRule(snapshot)
    return (config === null ? undefined : rules.get(objectOfPath(config) ?? '')?.get(subset)) ?? null
  }
}

function subsetsByRule(snapshot: Snapshot): Map<string, Map<string, Record<string, string>>> {
  const { items } = parseList(snapshot.read(OBJECT_LISTS.DestinationRule), destinationRuleSchema)
  return new Map(
    items.map(({ metadata, spec }) => [
      `DestinationRule ${metadata.namespace}/${metadata.name}`,
      new Map((spec.subsets ?? []).map((one) => [one.name, one.labels ?? {}])),
    ]),
  )
}
