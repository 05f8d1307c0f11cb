import { expect, test, vi } from 'vitest'
import type { BaseChain } from '@/lib/netfilter/evaluate/base-chains'
import { evaluateChains } from '@/lib/netfilter/evaluate/hook'
import type { RuleIndex } from '@/lib/netfilter/evaluate/rule-index'
import type { Chain, FlowPacket, HookName, HookTree } from '@/lib/netfilter/model'
import { NamespaceRules } from '@/lib/netfilter/namespace-rules'
import { parseNftRuleset } from '@/lib/netfilter/nft/parse/ruleset'
import { parseIptablesSave } from '@/lib/netfilter/parse/iptables-save'
import { contextOf, packetOf } from '@/lib/netfilter/testing/one-rule'
import { readEntries, recordingFiles } from '@/lib/netfilter/testing/recordings'

const use = vi.hoisted(() => ({ index: true }))

// An index for every chain, however short, or for none.
vi.mock('@/lib/netfilter/evaluate/rule-index', async (original) => {
  const real = await original<typeof import('@/lib/netfilter/evaluate/rule-index')>()
  const made = new WeakMap<Chain, RuleIndex>()
  const ruleIndexOf = (chain: Chain) => {
    if (!use.index) return null
    const index = made.get(chain) ?? new real.RuleIndex(chain.rules)
    made.set(chain, index)
    return index
  }
  return { ...real, ruleIndexOf }
})

const HOOKS: readonly HookName[] = ['PREROUTING', 'INPUT', 'FORWARD', 'OUTPUT', 'POSTROUTING']

/** Everything that a tree says; `asked`: how many tests of rules the index saved. */
function whole(tree: HookTree): string {
  return JSON.stringify(tree, (key, value) => {
    if (key === 'from') return value?.name ?? null
    if (key === 'rule') return value?.text ?? null
    if (key === 'ctstate') return [...value]
    if (key === 'skipped') return value.nearest().map((skipped: { rule: { index: number } }) => ({ ...skipped, rule: skipped.rule.index }))
    return value
  })
}

function packetsOf(text: string): FlowPacket[] {
  const found = (pattern: RegExp) => [...new Set([...text.matchAll(pattern)].map((one) => one[1] ?? ''))]
  const some = <T>(list: readonly T[], count: number) => list.filter((_, at) => at % Math.max(1, Math.ceil(list.length / count)) === 0)
  const addresses = some(found(/\b(\d+\.\d+\.\d+\.\d+)\b/g), 8)
  const ports = some(found(/dport (\d+)/g), 4)
  return addresses.flatMap((dst, n) =>
    (ports.length > 0 ? ports : ['80']).map((port) =>
      packetOf({ dst, dport: Number(port), src: addresses[(n + 3) % addresses.length] ?? '192.0.2.10', out: n % 2 ? 'eth0' : null }),
    ),
  )
}

test.each(recordingFiles())('%s: with the index and without it everything is the same', (file) => {
  const dumps = readEntries(file, (path) => /^(nodes|pods)\/[^/]+\/(iptables-save\.txt|nft\.json)$/.test(path))
  let compared = 0
  for (const [path, text] of [...dumps].slice(0, 8)) {
    const save = path.endsWith('.txt')
    const nft = save ? parseIptablesSave(text).ruleset : null
    const rules = new NamespaceRules({ nft, legacy: null, native: save ? null : parseNftRuleset(text, null) })
    for (const packet of packetsOf(text)) {
      for (const hook of HOOKS) {
        const context = contextOf({ hook, original: { dst: packet.dst, dport: packet.dport }, owner: { uid: 0, gid: 0 } })
        const chains: readonly BaseChain[] = rules.chainsAt(hook)
        use.index = true
        const indexed = whole(evaluateChains(chains, packet, context))
        use.index = false
        const linear = whole(evaluateChains(chains, packet, context))
        if (indexed !== linear) expect(JSON.parse(indexed)).toEqual(JSON.parse(linear))
        compared++
      }
    }
  }
  expect(compared).toBeGreaterThan(0)
})
