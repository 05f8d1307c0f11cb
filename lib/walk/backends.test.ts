import { expect, test } from 'vitest'
import type { Step, Walk } from '@/lib/api/step'
import type { Netns } from '@/lib/mesh/model'
import { type SeenRules, seenRules } from '@/lib/mesh/netfilter'
import { NamespaceRules } from '@/lib/netfilter/namespace-rules'
import { parseNftRuleset } from '@/lib/netfilter/nft/parse/ruleset'
import { parseIptablesSave } from '@/lib/netfilter/parse/iptables-save'
import { base, listing } from '@/lib/netfilter/testing/native-rule'
import { behindOtherHooks, bothBackends, unreadableRules } from '@/lib/walk/backends'

const seen = (rules: NamespaceRules, more: Partial<SeenRules> = {}): SeenRules => ({
  rules,
  origins: [{ entry: 'nft.json', at: 0 }],
  listed: null,
  placesOf: () => [],
  unreadable: null,
  damaged: null,
  ...more,
})
const saved = (text: string) => parseIptablesSave(text).ruleset
const SOME = '*nat\n:OUTPUT ACCEPT [0:0]\n-A OUTPUT -j ACCEPT\nCOMMIT\n'
const HINT = '*mangle\n:KUBE-IPTABLES-HINT - [0:0]\nCOMMIT\n'
const netns = { name: 'node-1', computed: () => null } as unknown as Netns

test('of two backends with rules the one in use is said, and why', () => {
  const said = (nft: string, legacy: string) =>
    bothBackends(seen(new NamespaceRules({ nft: saved(nft), legacy: saved(legacy), native: null }))).reason ?? null
  expect(said(SOME + HINT, SOME)).toContain('iptables-nft is in use: kubelet’s hint chain stands there')
  expect(said(SOME, SOME)).toContain('iptables-legacy is what Istio would use')
  expect(said(SOME, HINT)).toBeNull()
})

test('why rules cannot be evaluated', () => {
  const rules = new NamespaceRules({ nft: null, legacy: null, native: null })
  const origin = { entry: 'nft.json', at: 0 }
  expect(unreadableRules(netns, null, 4).reason).toBe('the rules of node-1 were not observed')
  expect(unreadableRules(netns, seen(rules, { unreadable: { message: 'x', tables: [], origin } }), 4).reason).toBe(
    'the nftables rules of node-1 cannot be read: x',
  )
  expect(unreadableRules(netns, seen(rules, { unreadable: { message: null, tables: ['ip a', 'ip b'], origin } }), 4).reason).toBe(
    'of the nftables rules of node-1 (table ip a, table ip b) only the text was observed, which is not evaluated',
  )
})

test('chains on a hook before PREROUTING: the packet goes on, or nothing more can be told', () => {
  const text = listing({ guard: [[{ drop: null }]] }, [], [base('guard', 'ingress', 0, { dev: 'eth0' })])
  const rules = new NamespaceRules({ nft: null, legacy: null, native: parseNftRuleset(text, null) })
  const head: Step = { kind: 'hook', hook: 'PREROUTING', evidence: [] }
  const walk: Walk = { verdict: { kind: 'dropped', reason: 'r' }, steps: [head] }
  const forked = behindOtherHooks(seen(rules), head, walk)
  expect([forked.verdict.kind, forked.steps[0]?.kind, forked.steps[0]?.reason]).toEqual([
    'unknown',
    'unknown',
    'nftables rules on hooks that are not modelled see packets here (inet t guard)',
  ])
  expect(forked.steps[0]?.branches?.map(({ label, verdict }) => [label, verdict.kind])).toEqual([
    ['CONTINUE', 'dropped'],
    ['inet t guard', 'unknown'],
  ])
  expect(behindOtherHooks(seen(new NamespaceRules({ nft: null, legacy: null, native: null })), head, walk)).toBe(walk)
})

test('of a damaged dump is said where, and that rules may be lost', () => {
  const rules = new NamespaceRules({ nft: null, legacy: null, native: null })
  const damage = parseIptablesSave(`${SOME}*filter\n:INPUT DR`).damage
  if (!damage) throw new Error('no damage')
  const reason = unreadableRules(netns, seen(rules, { damaged: { problem: damage, origin: { entry: 'a.txt', at: 0 } } }), 4).reason
  expect(reason).toContain('rules of node-1 may be lost: a.txt is damaged at line 6, column 8 (')
})

test('a stray bracket in nft’s list may lose rules: nothing is told of them', () => {
  const text = `${listing({ c: [[{ drop: null }]] }, [], [base('c', 'input', 0)]).slice(0, -1)}]}`
  const read = (path: string) => (path.endsWith('/nft.json') ? { path, entry: path, at: 0, text } : null)
  const broken = seenRules({ at: 0, paths: () => [], under: () => [], read }, 'nodes/node-1', 4)
  expect(unreadableRules(netns, broken, 4).reason).toMatch(
    /^the nftables rules of node-1 cannot be read: line 1, column \d+: “]” where “}” was expected$/,
  )
})
