import { describe, expect, test } from 'vitest'
import { recordingNamed, recordingNames } from '@/lib/istio/testing/recordings'
import { buildMesh } from '@/lib/mesh/build'
import { isGap } from '@/lib/mesh/computed/model'
import { factsOfRecording } from '@/lib/mesh/facts-of-recording'
import { makerOf } from '@/lib/netfilter/computed/makers'
import { parseIptablesSave } from '@/lib/netfilter/parse/iptables-save'
import type { Recording } from '@/lib/recording/recording'
import type { Observation } from '@/lib/recording/snapshot'

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

/** Every dump of every node and pod, at the moment at which it was made. */
function judge(recording: Recording): Tally {
  const facts = factsOfRecording(recording)
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
        const { equal, computed: wanted, differences } = computed.compare(parseIptablesSave(dump.text).ruleset)
        const others = differences.filter(({ kind, rule }) =>
          kind === 'extra' && makerOf(rule) === null ? rule.text.includes('no masquerade') : makerOf(rule) === 'bridge (CNI)',
        )
        const own = differences.filter((one) => !others.includes(one))
        tally.namespaces++
        tally.rules += wanted
        tally.equalRules += equal
        tally.others += others.length
        if (own.length === 0) tally.equalNamespaces++
        tally.differences.push(...own.map(({ kind, rule }) => `${where}: ${kind} ${rule.text}`))
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
