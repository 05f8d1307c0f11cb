import { describe, expect, test } from 'vitest'
import { recordingNamed, recordingNames } from '@/lib/istio/testing/recordings'
import { buildMesh } from '@/lib/mesh/build'
import { findDifferences } from '@/lib/mesh/computed/findings'
import { type ComputedRules, isGap } from '@/lib/mesh/computed/model'
import { factsOfRecording } from '@/lib/mesh/facts-of-recording'
import type { Mesh } from '@/lib/mesh/model'
import type { SourceFacts } from '@/lib/mesh/source-facts'
import type { Snapshot } from '@/lib/recording/snapshot'
import { without } from '@/lib/recording/testing/other-snapshot'

const RULES = /^nodes\/[^/]+\/(iptables-save|ip6tables-save|iptables-legacy-save|nft)\.(txt|json)$/
const PROCESSES = /^nodes\/[^/]+\/ps\.txt$/

const withoutAny = (snapshot: Snapshot, ...hidden: RegExp[]) => without(snapshot, (path) => hidden.some((pattern) => pattern.test(path)))

function computedOf(mesh: Mesh, node: string): ComputedRules {
  const computed = mesh.netns(node)?.computed()
  if (!computed || isGap(computed)) throw new Error(`nothing computed for ${node}: ${computed?.why.reason}`)
  return computed
}

/** Differences from the rules that were really there, without those of other programs. */
function differences(whole: Mesh, node: string, computed: ComputedRules): string[] {
  const netns = whole.netns(node)
  const observed = netns?.observedRules()
  if (!netns || !observed) throw new Error(`${node} was not observed`)
  return findDifferences(observed.ruleset, netns.observedNative(), computed, () => true)
    .findings.filter(({ kind }) => kind !== 'foreign')
    .map(({ kind, rule }) => `${kind} ${rule}`)
}

describe('without a look at any node’s rules', () => {
  test.each(recordingNames())('%s: command lines say which addresses are pods’, and every rule is equal still', (name) => {
    const recording = recordingNamed(name)
    const facts: SourceFacts = factsOfRecording(recording)
    const snapshot = recording.snapshotAt(0)
    const whole = buildMesh(snapshot, facts)
    const blind = buildMesh(withoutAny(snapshot, RULES), facts)
    for (const { name: node } of facts.nodes) {
      const computed = computedOf(blind, node)
      expect(computed.notes[0]?.reasonCode.code).toBe('computed.settings-flags')
      expect(differences(whole, node, computed), node).toEqual([])
    }
  })

  test('without command lines its defaults are assumed, and pods’ addresses by the nodes’ networks', () => {
    const recording = recordingNamed(recordingNames()[0] ?? '')
    const facts = factsOfRecording(recording)
    const node = facts.nodes[0]?.name ?? ''
    const snapshot = recording.snapshotAt(0)
    const computed = computedOf(buildMesh(withoutAny(snapshot, RULES, PROCESSES), facts), node)
    expect(computed.notes[0]?.reasonCode.code).toBe('computed.settings-pods')
    const found = differences(buildMesh(snapshot, facts), node, computed)
    expect(found.length).toBeGreaterThan(0)
    expect(found.every((one) => /^(stale|missing) .* -j KUBE-(MARK-MASQ|SVC-\S+)$/.test(one))).toBe(true)
  })

  test('a mode that is not modelled is said, and so is a node that is not known', () => {
    const recording = recordingNamed(recordingNames()[0] ?? '')
    const facts = { ...factsOfRecording(recording), proxyMode: 'ipvs' }
    const blind = buildMesh(withoutAny(recording.snapshotAt(0), RULES), facts)
    expect(blind.netns(facts.nodes[0]?.name ?? '')?.computed()).toMatchObject({ why: { reasonCode: { code: 'computed.proxy-mode' } } })
    const nodeless = buildMesh(withoutAny(recording.snapshotAt(0), /^k8s\/nodes\.json$/), facts)
    expect(nodeless.netns(facts.nodes[0]?.name ?? '')?.computed()).toMatchObject({ why: { reasonCode: { code: 'computed.no-node' } } })
  })

  test('another node’s settings are taken before command lines', () => {
    const recording = recordingNamed(recordingNames()[0] ?? '')
    const facts = factsOfRecording(recording)
    const [first, second] = facts.nodes
    const only = new RegExp(`^nodes/${first?.name}/(iptables-save|nft)\\.(txt|json)$`)
    const computed = computedOf(buildMesh(withoutAny(recording.snapshotAt(0), only), facts), first?.name ?? '')
    expect(computed.notes[0]?.reasonCode).toEqual({ code: 'computed.settings-other', values: { node: second?.name } })
  })
})
