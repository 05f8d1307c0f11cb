import type { EnvoyState } from '@/lib/envoy/evaluate/state'
import { parseCerts } from '@/lib/envoy/parse/certs'
import { parseClusters } from '@/lib/envoy/parse/clusters'
import { parseConfigDump } from '@/lib/envoy/parse/config-dump'
import { parseListeners } from '@/lib/envoy/parse/listeners'
import type { Pod } from '@/lib/kubernetes/pods'
import type { Proxy as EnvoyProxy } from '@/lib/mesh/model'
import type { Origin } from '@/lib/mesh/origin'
import { parsedOnce } from '@/lib/mesh/parsed'
import { type SourceFacts, whyMissing } from '@/lib/mesh/source-facts'
import type { Snapshot } from '@/lib/recording/snapshot'

const configDump = parsedOnce((observation) => parseConfigDump(observation.text))
const clusters = parsedOnce((observation) => parseClusters(observation.text))
const listeners = parsedOnce((observation) => parseListeners(observation.text))
const certs = parsedOnce((observation) => parseCerts(observation.text))

/** The Envoy of one namespace, from what its admin interface said; null where none was seen and none was looked for. */
export function readProxy(snapshot: Snapshot, facts: SourceFacts, netns: string, folder: string, pod: Pod | null): EnvoyProxy | null {
  const path = (file: string) => `${folder}/envoy/${file}`
  const why = whyMissing(facts, path('config_dump.json'))
  const seen = snapshot.under(`${folder}/envoy`)
  if (seen.length === 0 && why === null) return null
  const origin = (file: string): Origin | null => {
    const observation = snapshot.read(path(file))
    return observation ? { entry: observation.entry, at: observation.at } : null
  }
  return {
    id: pod ? `${pod.metadata.name}.${pod.metadata.namespace}` : netns,
    netns,
    why,
    origins: { config_dump: origin('config_dump.json'), clusters: origin('clusters.json'), listeners: origin('listeners.json') },
    state(): EnvoyState | null {
      const dump = configDump(snapshot, path('config_dump.json'))
      if (!dump) return null
      return {
        dump,
        clusters: clusters(snapshot, path('clusters.json')),
        listeners: listeners(snapshot, path('listeners.json')),
        certs: certs(snapshot, path('certs.json')),
        ...(facts.startSeconds === null ? {} : { nowSeconds: facts.startSeconds + snapshot.at / 1000 }),
      }
    },
  }
}
