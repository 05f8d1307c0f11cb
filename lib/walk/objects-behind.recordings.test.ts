import { afterAll, describe, expect, test } from 'vitest'
import type { Step } from '@/lib/api/step'
import { objectOfPath } from '@/lib/envoy/config/istio-object'
import { JsonNode } from '@/lib/envoy/parse/json-node'
import { recordingNamed, recordingNames } from '@/lib/istio/testing/recordings'
import { buildMesh } from '@/lib/mesh/build'
import { factsOfRecording } from '@/lib/mesh/facts-of-recording'
import { questionOfRequest } from '@/lib/recording/recorded-request'
import type { Snapshot } from '@/lib/recording/snapshot'
import { walk } from '@/lib/walk/walk'

const all = (steps: readonly Step[]): Step[] =>
  steps.flatMap((step) => [step, ...(step.branches ?? []).flatMap((branch) => all(branch.steps))])

/** "Kind NAMESPACE/NAME" of everything that the API server had. */
function existing(snapshot: Snapshot): Set<string> {
  const found = new Set<string>()
  for (const path of snapshot.under('k8s')) {
    const list = JSON.parse(snapshot.read(path)?.text ?? '{}') as {
      items?: { kind?: string; metadata?: { namespace?: string; name?: string } }[]
    }
    for (const { kind, metadata } of list.items ?? []) found.add(`${kind} ${metadata?.namespace}/${metadata?.name}`)
  }
  return found
}

const dumps = new Map<string, unknown>()

/** What the resource behind a step says of itself: `filter_metadata.istio.config` at the evidence's place in the dump. */
function said(snapshot: Snapshot, step: Step): string | null {
  const [evidence] = step.evidence
  if (!evidence?.pointer || !evidence.entry.endsWith('config_dump.json')) return null
  const seen = snapshot.read(evidence.entry.replace(/^timeline\/\d+\//, ''))
  const key = `${seen?.entry} ${seen?.text.length}`
  if (!dumps.has(key)) dumps.set(key, JSON.parse(seen?.text ?? '{}'))
  let node = new JsonNode(dumps.get(key), '')
  const tokens = evidence.pointer.split('/').slice(1)
  for (const token of tokens) {
    const items = node.items()
    node = items.length > 0 ? (items[Number(token)] ?? node.key(token)) : node.key(token.replaceAll('~1', '/').replaceAll('~0', '~'))
  }
  return node.at('metadata', 'filter_metadata').key('istio').get('config').text()
}

describe('each step of a proxy names the objects behind it', () => {
  const kinds = new Map<string, number>()

  test.each(recordingNames().filter((name) => name !== 'scale-1000'))('%s', (name) => {
    const recording = recordingNamed(name)
    const facts = factsOfRecording(recording)
    const wrong: string[] = []
    dumps.clear()
    for (const { key, sent } of recording.requests.slice(0, 40)) {
      const snapshot = recording.snapshotAt(sent.at)
      const known = existing(snapshot)
      const { steps } = walk(buildMesh(snapshot, facts), questionOfRequest({ sent }))
      for (const step of all(steps)) {
        for (const object of step.objects ?? []) {
          const kind = object.split(' ')[0] ?? ''
          kinds.set(kind, (kinds.get(kind) ?? 0) + 1)
          if (!known.has(object)) wrong.push(`${key}: ${step.kind} names ${object}, which is not there`)
        }
        const config = step.proxy === undefined ? null : said(snapshot, step)
        const object = config === null ? null : objectOfPath(config)
        if (object !== null && !step.objects?.includes(object)) wrong.push(`${key}: ${step.kind} does not name ${object}`)
      }
    }
    expect(wrong).toEqual([])
  })

  afterAll(() => console.log(Object.fromEntries(kinds)))

  test('every kind comes by somewhere', () => {
    const wanted = [
      'VirtualService',
      'DestinationRule',
      'Gateway',
      'ServiceEntry',
      'Sidecar',
      'PeerAuthentication',
      'AuthorizationPolicy',
      'RequestAuthentication',
    ]
    expect(wanted.filter((kind) => !kinds.has(kind))).toEqual([])
  })
})
