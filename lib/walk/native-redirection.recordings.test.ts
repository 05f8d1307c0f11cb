import { expect, test } from 'vitest'
import type { Step, Walk } from '@/lib/api/step'
import { recordingNamed } from '@/lib/istio/testing/recordings'
import { buildMesh } from '@/lib/mesh/build'
import { findDifferences } from '@/lib/mesh/computed/findings'
import { isGap } from '@/lib/mesh/computed/model'
import { factsOfRecording } from '@/lib/mesh/facts-of-recording'
import { isNativeTable } from '@/lib/netfilter/nft/model'
import { questionOfRequest } from '@/lib/recording/recorded-request'
import type { Snapshot } from '@/lib/recording/snapshot'
import { walk } from '@/lib/walk/walk'

/* No recording has Istio's native tables. Pods of one whose istio-init were told to write them, and whose rules nobody saw, must be walked alike. */

const RECORDING = recordingNamed('istio-1.28-nginx')
const FACTS = factsOfRecording(RECORDING)
const DUMPS = /^pods\/.*\/(iptables-save|ip6tables-save|iptables-legacy-save|nft)\.(txt|json)$/
const INIT = '"istio-iptables"'

/** The pods' istio-init with one more argument. */
function asNative(snapshot: Snapshot, hidden: RegExp): Snapshot {
  return {
    at: snapshot.at,
    paths: () => snapshot.paths().filter((path) => !hidden.test(path)),
    under: (below) => snapshot.under(below).filter((path) => !hidden.test(path)),
    read(path) {
      const seen = hidden.test(path) ? null : snapshot.read(path)
      return seen && path === 'k8s/pods.json' ? { ...seen, text: seen.text.replaceAll(INIT, `${INIT}, "--native-nftables"`) } : seen
    },
  }
}

const all = (steps: readonly Step[]): Step[] => steps.flatMap((step) => [step, ...(step.branches ?? []).flatMap(({ steps }) => all(steps))])
const ended = ({ verdict: { kind, status, flags } }: Walk) => ({ kind, status, flags })
const translations = (walked: Walk) =>
  all(walked.steps).flatMap(({ netns, op, packet }) => (op && packet ? [`${netns} ${op} ${packet.after.dst}:${packet.after.dport}`] : []))

test.each(RECORDING.requests.map(({ sent }) => [sent.id, sent] as const))('%s', (_, sent) => {
  const question = questionOfRequest({ sent })
  const snapshot = RECORDING.snapshotAt(sent.at)
  const seen = walk(buildMesh(snapshot, FACTS), question)
  const native = walk(buildMesh(asNative(snapshot, DUMPS), FACTS), question)
  expect(ended(native)).toEqual(ended(seen))
  expect(translations(native)).toEqual(translations(seen))
  const inPods = all(native.steps).filter(({ table }) => table?.startsWith('istio-proxy-'))
  expect(inPods.every(({ computed, family }) => computed === true && family === 'inet')).toBe(true)
  expect(inPods.length > 0).toBe(all(seen.steps).some(({ chain }) => chain?.startsWith('ISTIO_')))
})

test('rules of iptables that native ones took the place of are old ones of Istio, and the native ones are missing', () => {
  const mesh = buildMesh(asNative(RECORDING.snapshotAt(0), /^$/), FACTS)
  const pod = mesh.netns('default.client')
  const [computed, observed] = [pod?.computed(), pod?.observedRules()]
  if (!pod || !computed || isGap(computed) || !observed) throw new Error('no rules')
  const { findings, equal } = findDifferences(observed.ruleset, pod.observedNative(), computed, () => true)
  expect(equal).toBe(0)
  expect(new Set(findings.map(({ program }) => program))).toEqual(new Set(['Istio']))
  const native = computed.native?.tables.flatMap((table) =>
    isNativeTable(table) ? [...table.chains.values()].flatMap(({ rules }) => rules) : [],
  )
  expect(findings.filter(({ kind }) => kind === 'missing').map(({ rule }) => rule)).toEqual(native?.map(({ text }) => text))
  expect(findings.filter(({ kind }) => kind === 'stale').length).toBe(findings.length - (native?.length ?? 0))
  expect(findings.length).toBeGreaterThan(native?.length ?? 0)
})
