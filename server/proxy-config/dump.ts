import type { ConfigKind } from '@/lib/api/proxy-config'
import { redactKeyMaterial } from '@/lib/envoy/parse/key-material'
import { type Json, readJson } from '@/lib/istio/json'
import type { Recording } from '@/lib/recording/recording'
import type { Observation } from '@/lib/recording/snapshot'
import { Failure } from '@/server/http/failure'
import { meshAt } from '@/server/walk/mesh-cache'

/** What an Envoy's admin interface said, parsed, without key material: Envoy redacts keys itself, a dump that was made otherwise may not show them either. */
export interface EnvoyDump {
  entry: string
  at: number
  value: Json
}

/** The newest parsed dumps: they are large, and a person looks at one proxy at a time. */
const KEPT = 4
const kept = new Map<Observation, Json>()

/** config_dump of a proxy, or /clusters for its endpoints, at a moment. 404 when it was not observed, or cannot be read. */
export function envoyDump(recording: Recording, proxy: string, kind: ConfigKind, at: number): EnvoyDump {
  const mesh = meshAt(recording, at)
  const netns = mesh.netnsNames.find((name) => mesh.proxyIn(name)?.id === proxy)
  if (netns === undefined) throw new Failure('notFound', `No Envoy “${proxy}” had been seen by ${at} ms.`, 'proxy')
  const path = `${recording.netnsFolder(netns)}/envoy/${kind === 'endpoints' ? 'clusters' : 'config_dump'}.json`
  const seen = recording.snapshotAt(at).read(path)
  if (!seen) throw new Failure('notFound', `${path}: Envoy did not answer, or was not asked`, path)
  const { value, problem } = parsedDump(seen)
  if (problem) throw new Failure('notFound', `${problem.entry}: ${problem.message}`, problem.entry)
  return { entry: seen.entry, at: seen.at, value }
}

/** What an Envoy's admin interface said, as `envoyDump` has it. */
export function parsedDump(seen: Observation): ReturnType<typeof readJson> {
  const known = kept.get(seen)
  if (known !== undefined) return { value: known, problem: null }
  const read = readJson(seen.text, seen.entry)
  if (read.problem) return read
  redactKeyMaterial(read.value)
  kept.set(seen, read.value)
  for (const oldest of kept.keys()) if (kept.size > KEPT) kept.delete(oldest)
  return read
}
