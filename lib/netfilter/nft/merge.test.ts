import { expect, test } from 'vitest'
import { evaluateNamespace } from '@/lib/netfilter/evaluate/namespace'
import type { HookName } from '@/lib/netfilter/model'
import { NamespaceRules } from '@/lib/netfilter/namespace-rules'
import { parseNftRuleset } from '@/lib/netfilter/nft/parse/ruleset'
import { parseIptablesSave } from '@/lib/netfilter/parse/iptables-save'
import { contextOf, packetOf } from '@/lib/netfilter/testing/one-rule'

const saved = (text: string) => parseIptablesSave(text).ruleset
const native = (...nftables: object[]) => parseNftRuleset(JSON.stringify({ nftables }), null)
const base = (table: string, name: string, hook: string, prio: number, type = 'filter', family = 'ip') => ({
  chain: { family, table, name, handle: 1, type, hook, prio, policy: 'accept' },
})
const rule = (table: string, chain: string, expr: object[], family = 'ip') => ({ rule: { family, table, chain, handle: 9, expr } })
const table = (name: string, family = 'ip') => ({ table: { family, name, handle: 1 } })

const names = (rules: NamespaceRules, hook: HookName) => rules.chainsAt(hook).map((chain) => `${chain.table.name} ${chain.chain.name}`)

test('built-in chains that iptables-save prints and nobody created are not met; nft says which there are', () => {
  const nft = saved('*nat\n:PREROUTING ACCEPT [0:0]\n:INPUT ACCEPT [0:0]\n:OUTPUT ACCEPT [0:0]\n-A PREROUTING -j ACCEPT\nCOMMIT\n')
  const rules = new NamespaceRules({ nft, legacy: null, native: native(table('nat'), base('nat', 'INPUT', 'input', 100, 'nat')) })
  expect((['PREROUTING', 'INPUT', 'OUTPUT'] as const).map((hook) => names(rules, hook))).toEqual([['nat PREROUTING'], ['nat INPUT'], []])
})

test('native tables stand between those of iptables by priority, the younger first; a dormant one not at all', () => {
  const nft = saved('*nat\n:POSTROUTING ACCEPT [0:0]\n-A POSTROUTING -j ACCEPT\nCOMMIT\n')
  const rules = new NamespaceRules({
    nft,
    legacy: null,
    native: native(
      table('old', 'inet'),
      table('nat'),
      table('young'),
      { table: { family: 'ip', name: 'asleep', handle: 4, flags: ['dormant'] } },
      base('old', 'a', 'postrouting', 100, 'nat', 'inet'),
      base('nat', 'POSTROUTING', 'postrouting', 100, 'nat'),
      base('young', 'b', 'postrouting', 100, 'nat'),
      base('young', 'c', 'postrouting', -1),
      base('asleep', 'd', 'postrouting', -2),
    ),
  })
  expect(names(rules, 'POSTROUTING')).toEqual(['young c', 'young b', 'nat POSTROUTING', 'old a'])
})

test('packets of IPv6 pass its own tables and those of both versions', () => {
  const nft = saved('*nat\n:OUTPUT ACCEPT [0:0]\n:INPUT ACCEPT [0:0]\n-A OUTPUT -j ACCEPT\nCOMMIT\n')
  const listed = native(
    table('nat'),
    table('nat', 'ip6'),
    table('four'),
    table('six', 'ip6'),
    table('both', 'inet'),
    base('nat', 'INPUT', 'input', 100, 'nat'),
    base('nat', 'OUTPUT', 'output', -100, 'nat', 'ip6'),
    ...(['four', 'six', 'both'] as const).map((name) =>
      base(name, name, 'output', 0, 'filter', name === 'four' ? 'ip' : name === 'six' ? 'ip6' : 'inet'),
    ),
  )
  const rules = (version: 4 | 6) => new NamespaceRules({ nft, legacy: null, native: listed }, version)
  expect(names(rules(6), 'OUTPUT')).toEqual(['nat OUTPUT', 'both both', 'six six'])
  expect(names(rules(4), 'OUTPUT')).toEqual(['nat OUTPUT', 'both both', 'four four'])
  expect([names(rules(4), 'INPUT'), names(rules(6), 'INPUT')]).toEqual([['nat INPUT'], []])
})

test('a rule of native origin in a table of iptables is taken from nft, those around it from iptables-save', () => {
  const nft = saved('*filter\n:INPUT ACCEPT [0:0]\n-A INPUT -p tcp -m owner --uid-owner 5 -j DROP\n-A INPUT -j ACCEPT\nCOMMIT\n')
  const rules = new NamespaceRules({
    nft,
    legacy: null,
    native: native(
      table('filter'),
      base('filter', 'INPUT', 'input', 0),
      rule('filter', 'INPUT', [{ xt: { type: 'match', name: 'owner' } }, { drop: null }]),
      rule('filter', 'INPUT', [{ vmap: { key: { payload: { protocol: 'tcp', field: 'dport' } }, data: { set: [[80, { drop: null }]] } } }]),
    ),
  })
  expect(rules.foreign).toEqual(['filter INPUT'])
  expect(rules.chainsAt('INPUT').flatMap(({ chain }) => chain.rules.map(({ text }) => text))).toEqual([
    '-A INPUT -p tcp -m owner --uid-owner 5 -j DROP',
    'tcp dport vmap { 80 : drop }',
  ])
})

test('a table that iptables-save calls incompatible comes from nft alone', () => {
  const rules = new NamespaceRules({
    nft: saved("# Table `nat' is incompatible, use 'nft' tool.\n"),
    legacy: null,
    native: native(table('nat'), base('nat', 'OUTPUT', 'output', -100, 'nat'), rule('nat', 'OUTPUT', [{ redirect: { port: 15001 } }])),
  })
  expect(rules.chainsAt('OUTPUT').flatMap(({ chain }) => chain.rules.map(({ text }) => text))).toEqual(['redirect to :15001'])
})

test('of rules of iptables that only nft listed, what its JSON leaves out is unknown, and both outcomes are followed', () => {
  const listed = native(
    table('filter'),
    base('filter', 'INPUT', 'input', 0),
    rule('filter', 'INPUT', [{ xt: { type: 'match', name: 'recent' } }, { counter: { packets: 0, bytes: 0 } }, { drop: null }]),
    table('nat'),
    base('nat', 'INPUT', 'input', 100, 'nat'),
    rule('nat', 'INPUT', [{ xt: { type: 'target', name: 'REDIRECT' } }]),
  )
  const tree = evaluateNamespace(new NamespaceRules({ nft: null, legacy: null, native: listed }), packetOf(), contextOf({ hook: 'INPUT' }))
  expect(tree.events.map(({ kind, reason }) => [kind, reason])).toEqual([
    ['unknown', 'xt match recent: nft does not list the options of -m recent'],
  ])
  expect(tree.branches?.map(({ probability, tree: way }) => [probability, way.end?.verdict ?? null])).toEqual([
    [null, 'drop'],
    [null, null],
  ])
  const behind = tree.branches?.[1]?.tree
  expect(behind?.events.at(-1)?.reasonCode).toEqual({ code: 'not-listed', values: { what: '-j REDIRECT' } })
  // Wherever it redirects, no rule behind it is asked.
  expect([behind?.end, behind?.branches]).toEqual([null, null])
})

test('chains on hooks that are not modelled are named', () => {
  const ingress = {
    chain: { family: 'netdev', table: 'x', name: 'in', handle: 1, type: 'filter', hook: 'ingress', prio: 0, policy: 'accept' },
  }
  const rules = new NamespaceRules({
    nft: null,
    legacy: null,
    native: native(table('x', 'netdev'), ingress, rule('x', 'in', [{ drop: null }], 'netdev')),
  })
  expect(rules.elsewhere).toEqual(['netdev x in'])
})
