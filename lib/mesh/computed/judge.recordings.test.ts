import { describe, expect, test } from 'vitest'
import { recordingNamed, recordingNames } from '@/lib/istio/testing/recordings'
import { buildMesh } from '@/lib/mesh/build'
import { findDifferences, type RuleFinding } from '@/lib/mesh/computed/findings'
import { isGap } from '@/lib/mesh/computed/model'
import { factsOfRecording } from '@/lib/mesh/facts-of-recording'
import { LISTS, podsOf } from '@/lib/mesh/objects'
import type { NftTable } from '@/lib/netfilter/nft/model'
import { parseNftRuleset } from '@/lib/netfilter/nft/parse/ruleset'
import { parseIptablesSave } from '@/lib/netfilter/parse/iptables-save'
import type { Recording } from '@/lib/recording/recording'
import type { Observation, Snapshot } from '@/lib/recording/snapshot'

const FILES = [
  ['iptables-save.txt', 'IPv4'],
  ['ip6tables-save.txt', 'IPv6'],
] as const

const NEVER: Observation = { path: '', entry: '', at: 0, text: '' }

interface Tally {
  namespaces: number
  equalNamespaces: number
  rules: number
  equalRules: number
  others: number
  differences: string[]
}

/**
 * Rules that kube-proxy, kubelet and Istio do not write, and what in the recording says whose they are and that they stop nothing: a CNI plugin's is
 * for a pod of this node (of any moment: a pod's rules come before its address is told, and go after it); another stands behind all that kube-proxy puts into POSTROUTING, where only the source address is chosen.
 */
function isExplained(
  { kind, inTheWay, table, chain, rule, program }: RuleFinding,
  podNodes: ReadonlyMap<string, string>,
  node: string,
): boolean {
  if (kind !== 'foreign' || inTheWay || table !== 'nat' || chain !== 'POSTROUTING') return false
  if (program !== 'bridge (CNI)') return program === null && / -j ACCEPT$/.test(rule)
  return podNodes.get(/ -s ([\d.]+)\/32 /.exec(rule)?.[1] ?? '') === node
}

/** Native tables of both families, as seen at that moment. */
function nativeTables(snapshot: Snapshot, folder: string): readonly NftTable[] {
  const list = snapshot.read(`${folder}/nft.json`)
  return list ? parseNftRuleset(list.text, null).tables : []
}

/** The node of every pod address that was ever told. */
function nodesOfPods(recording: Recording): Map<string, string> {
  const lists = recording.versions(LISTS.pods).map(({ at }) => podsOf(recording.snapshotAt(at), LISTS.pods)?.items ?? [])
  return new Map(
    lists.flat().flatMap(({ spec, status }) => (status?.podIP && spec.nodeName ? [[status.podIP, spec.nodeName] as const] : [])),
  )
}

/** Every dump of every node and pod, at the moment at which it was made. */
function judge(recording: Recording): Tally {
  const facts = factsOfRecording(recording)
  const podNodes = nodesOfPods(recording)
  const seen = new Set<Observation>()
  const tally: Tally = { namespaces: 0, equalNamespaces: 0, rules: 0, equalRules: 0, others: 0, differences: [] }
  for (const mark of recording.marks) {
    const snapshot = recording.snapshotAt(mark)
    const dumps = snapshot.paths().filter((path) => FILES.some(([file]) => path.endsWith(`/${file}`)))
    if (dumps.every((path) => seen.has(snapshot.read(path) ?? NEVER))) continue
    const mesh = buildMesh(snapshot, facts)
    for (const name of mesh.netnsNames) {
      const netns = mesh.netns(name)
      if (!netns || netns.name !== name || netns.kind === 'client') continue
      for (const [file, family] of FILES) {
        const dump = snapshot.read(`${netns.folder}/${file}`)
        if (!dump || seen.has(dump)) continue
        seen.add(dump)
        const computed = netns.computed(family)
        const where = `${recording.name} ${mark} ms ${name} ${family}`
        if (!computed || isGap(computed)) {
          tally.differences.push(`${where}: ${computed ? computed.why.reason : 'nothing computed'}`)
          continue
        }
        const exists = (key: string) => mesh.services.some(({ metadata }) => `${metadata.namespace}/${metadata.name}` === key)
        const found = findDifferences(parseIptablesSave(dump.text).ruleset, nativeTables(snapshot, netns.folder), computed, exists)
        const left = found.findings.filter((finding) => !isExplained(finding, podNodes, name))
        tally.namespaces++
        tally.rules += found.computed
        tally.equalRules += found.equal
        tally.others += found.findings.length - left.length
        if (found.equal === found.computed && left.length === 0) tally.equalNamespaces++
        tally.differences.push(...left.map(({ kind, rule, reason }) => `${where}: ${kind} ${rule} (${reason})`))
      }
    }
  }
  return tally
}

describe('computed rules are the observed ones, rule by rule', () => {
  test.each(recordingNames())(
    '%s',
    (name) => {
      const tally = judge(recordingNamed(name))
      console.log(
        `${name}: equal ${tally.equalRules} of ${tally.rules} rules, ${tally.equalNamespaces} of ${tally.namespaces} namespaces, others ${tally.others}`,
      )
      expect(tally.differences).toEqual([])
    },
    120_000,
  )
})
