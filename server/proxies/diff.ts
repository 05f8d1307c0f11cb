import { stringify } from 'yaml'
import type { z } from 'zod'
import type { DiffAnswer, DiffFormat, DiffResource, DiffResources, DiffUnified } from '@/lib/api/diff'
import type { diffQuery, diffResourceQuery } from '@/lib/api/query'
import { type ProxyDiff, proxyDiff } from '@/lib/istio/diff/proxy-diff'
import { readJson } from '@/lib/istio/json'
import type { Recording } from '@/lib/recording/recording'
import type { Observation } from '@/lib/recording/snapshot'
import { Failure } from '@/server/http/failure'

type Query = z.infer<typeof diffQuery>

/** Dumps that stay parsed: the two of one proxy, whose types and resources a person goes through. */
const KEPT = 2
const kept = new Map<Observation, ReturnType<typeof readJson>>()

function parsed(dump: Observation): ReturnType<typeof readJson> {
  const known = kept.get(dump) ?? readJson(dump.text, dump.entry)
  kept.delete(dump)
  kept.set(dump, known)
  for (const oldest of kept.keys()) if (kept.size > KEPT) kept.delete(oldest)
  return known
}

/** istiod's configuration of a proxy against Envoy's at a moment, with the texts of all resources. 404 when one of the two was not recorded. */
export async function diffAt(recording: Recording, query: Query): Promise<DiffAnswer> {
  const { config, istiod, evidence } = await compared(recording, query)
  const { match, sent, active, resources, unified, loadedAt } = config
  return { match, sent, active, resources: [...resources], unified, loadedAt, istiod, evidence }
}

/** Every resource of a type by name: those that differ first. */
export async function diffResourcesAt(recording: Recording, query: Query): Promise<DiffResources> {
  const { config, istiod, evidence } = await compared(recording, query)
  const { match, loadedAt, same } = config
  const resources = [...config.resources, ...same.map((name) => ({ name, change: 'same' as const }))]
  return { match, resources, loadedAt, istiod, evidence }
}

/** Both sides of one resource. 404 when neither has one of this name. */
export async function diffResourceAt(recording: Recording, query: z.infer<typeof diffResourceQuery>): Promise<DiffResource> {
  const { config } = await compared(recording, query)
  const { sent, active } = config.resource(query.name)
  if (sent === '' && active === '') throw new Failure('notFound', `Neither istiod nor Envoy has “${query.name}”.`, 'name')
  const change = config.resources.find(({ name }) => name === query.name)?.change ?? 'same'
  return { name: query.name, change, sent: inFormat(sent, query.format), active: inFormat(active, query.format) }
}

/** What istioctl prints of a type. */
export async function diffUnifiedAt(recording: Recording, query: Query): Promise<DiffUnified> {
  return { unified: (await compared(recording, query)).config.unified }
}

async function compared(recording: Recording, { at, proxy, type }: Query): Promise<ProxyDiff> {
  // istiod makes it anew for each asking, so it is asked only now.
  if (at === 0) await recording.grows?.askIstiod(proxy)
  const { diff, problem } = proxyDiff(recording.snapshotAt(at), proxy, type, null, parsed)
  if (!diff) throw new Failure('notFound', `${problem.entry}: ${problem.message}`, problem.code === 'no-proxy' ? 'proxy' : problem.entry)
  return diff
}

/** Names that occur twice make a text of several messages, which YAML parts by a line. */
function inFormat(text: string, format: DiffFormat): string {
  if (format === 'json' || text === '') return text
  const messages = text.split('\n}\n{\n').map((part, n, all) => `${n > 0 ? '{\n' : ''}${part}${n < all.length - 1 ? '\n}' : ''}`)
  return messages.map((message) => stringify(JSON.parse(message), { aliasDuplicateObjects: false }).trimEnd()).join('\n---\n')
}
