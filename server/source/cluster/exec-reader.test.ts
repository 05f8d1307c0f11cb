import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { expect, it } from 'vitest'
import { parseIptablesSave } from '@/lib/netfilter/parse/iptables-save'
import { openRecording } from '@/lib/recording/open'
import { savedRules } from '@/server/source/cluster/exec-reader'

it.each(['nginx-nodeport', 'bookinfo', 'nginx-walk'])('%s: what istio-init wrote into its log are the rules that the pod has', (name) => {
  const opened = openRecording(new Uint8Array(readFileSync(resolve(`recordings/${name}.zip`))), name)
  if (!opened.ok) throw new Error(opened.problem.message)
  const recording = opened.value
  const rulesOf = (text: string) =>
    [...parseIptablesSave(text).ruleset.tables.values()].flatMap((table) =>
      [...table.chains.values()].flatMap((chain) => chain.rules.map((rule) => rule.text)),
    )
  let compared = 0
  for (const entry of recording.entries().filter((each) => /^pods\/[^/]+\/logs\/istio-init\.log$/.test(each))) {
    const saved = savedRules(recording.text(entry) ?? '')
    const observed = recording.text(entry.replace('logs/istio-init.log', 'iptables-save.txt'))
    if (saved === null || observed === null) continue
    const nat = (text: string) => rulesOf(text).filter((rule) => rule.includes('ISTIO'))
    expect(nat(saved), entry).toEqual(nat(observed))
    compared++
  }
  expect(compared).toBeGreaterThan(0)
})

it('a log without rules has none', () => {
  expect(savedRules('')).toBeNull()
  expect(savedRules('info\nCOMMIT\n')).toBeNull()
})
