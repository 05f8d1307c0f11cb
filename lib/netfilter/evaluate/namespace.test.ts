import { describe, expect, test } from 'vitest'
import { evaluateNamespace } from '@/lib/netfilter/evaluate/namespace'
import { NamespaceRules } from '@/lib/netfilter/namespace-rules'
import { parseIptablesSave } from '@/lib/netfilter/parse/iptables-save'
import { base, listing, throughHook } from '@/lib/netfilter/testing/native-rule'
import { contextOf, packetOf } from '@/lib/netfilter/testing/one-rule'
import { waysOf } from '@/lib/netfilter/testing/trace'

const told = (tree: ReturnType<typeof throughHook>) =>
  [...waysOf(tree)].map(({ events, end }) =>
    [
      ...events.map(({ kind, chain, outcome }) => `${kind === 'rule' ? '' : `${kind} `}${chain} ${outcome}`),
      end?.verdict ?? 'nothing more',
    ].join(', '),
  )
const TCP = { match: { op: '==', left: { meta: { key: 'l4proto' } }, right: 'tcp' } }

describe('native tables', () => {
  test('accept ends a base chain, not the hook; the policy of the next one still counts', () => {
    const text = listing(
      { early: [[TCP, { accept: null }]], late: [] },
      [],
      [base('early', 'input', -10), base('late', 'input', 0, { policy: 'drop' })],
    )
    expect(told(throughHook(text, { context: { hook: 'INPUT' } }))).toEqual(['early ACCEPT, policy late DROP, drop'])
  })

  test('once a nat chain has translated a packet, no other nat chain is asked', () => {
    const nat = { type: 'nat' }
    const rules = { a: [[TCP, { dnat: { addr: '10.0.0.1', port: 80 } }]], b: [[{ drop: null }]], c: [[{ counter: null }]] }
    const text = listing(rules, [], [base('a', 'prerouting', -101, nat), base('b', 'prerouting', -100, nat), base('c', 'prerouting', -90)])
    expect(told(throughHook(text))).toEqual(['a ACCEPT, c CONTINUE, policy c ACCEPT, accept'])
  })

  test('goto, return, ends of chains', () => {
    const text = listing(
      { pre: [[{ jump: { target: 'x' } }], [{ counter: null }]], x: [[{ goto: { target: 'y' } }], [{ drop: null }]], y: [] },
      [],
      [base('pre', 'prerouting', 0)],
    )
    expect(told(throughHook(text))).toEqual(['pre JUMP:x, x GOTO:y, return y CONTINUE, pre CONTINUE, policy pre ACCEPT, accept'])
  })

  test.each([
    ['a jump', { jump: { target: 'x' } }],
    ['a goto', { goto: { target: 'x' } }],
  ])('chains that call each other in a circle end as unknown: %s', (_, call) => {
    const text = listing(
      { pre: [[{ jump: { target: 'x' } }]], x: [[{ jump: { target: 'y' } }]], y: [[call]] },
      [],
      [base('pre', 'prerouting', 0)],
    )
    const [way] = waysOf(throughHook(text))
    expect([way?.end, way?.events.at(-1)?.reasonCode]).toEqual([null, { code: 'loop', values: { chain: 'x' } }])
  })

  test('a chain that is not there is unknown', () => {
    const text = listing({ pre: [[{ jump: { target: 'gone' } }]] }, [], [base('pre', 'prerouting', 0)])
    expect(told(throughHook(text))).toEqual(['unknown pre UNKNOWN, nothing more'])
  })

  test('a fork by dice has the probabilities, one by a changing set says why', () => {
    const vmap = {
      vmap: {
        key: { numgen: { mode: 'random', mod: 3, offset: 0 } },
        data: {
          set: [
            [0, { accept: null }],
            [1, { drop: null }],
          ],
        },
      },
    }
    const dice = throughHook(listing({ pre: [[vmap]] }, [], [base('pre', 'prerouting', 0)]))
    expect(dice.branches?.map(({ probability, label }) => [probability?.toFixed(2), label])).toEqual([
      ['0.33', 'accept'],
      ['0.33', 'drop'],
      ['0.33', 'no match'],
    ])
    const seen = { match: { op: '==', left: { payload: { protocol: 'ip', field: 'saddr' } }, right: '@seen' } }
    const sets = [{ name: 'seen', type: 'ipv4_addr', flags: ['timeout'] }]
    const unknown = throughHook(listing({ pre: [[seen, { drop: null }]] }, sets, [base('pre', 'prerouting', 0)]))
    expect(unknown.events.at(-1)?.reason).toBe(
      'ip saddr @seen: packets and time change what is in @seen: the dump need not be what it holds now',
    )
    expect(unknown.branches?.map(({ probability, label }) => [probability, label])).toEqual([
      [null, 'drop'],
      [null, 'no match'],
    ])
  })

  test('iptables’ own loops end as unknown too', () => {
    const { ruleset } = parseIptablesSave(
      '*filter\n:INPUT ACCEPT [0:0]\n:A - [0:0]\n:B - [0:0]\n-A INPUT -j A\n-A A -g B\n-A B -j A\nCOMMIT\n',
    )
    const rules = new NamespaceRules({ nft: ruleset, legacy: null, native: null })
    const [way] = waysOf(evaluateNamespace(rules, packetOf(), contextOf({ hook: 'INPUT' })))
    expect(way?.events.at(-1)?.reasonCode?.code).toBe('loop')
  })
})

describe('both backends of iptables', () => {
  const saved = (rule: string) => parseIptablesSave(`*nat\n:PREROUTING ACCEPT [0:0]\n-A PREROUTING ${rule}\nCOMMIT\n`).ruleset
  const through = (nft: string, legacy: string) =>
    evaluateNamespace(new NamespaceRules({ nft: saved(nft), legacy: saved(legacy), native: null }), packetOf(), contextOf())

  test('packets pass both; an order that changes nothing is not asked for', () => {
    expect(told(through('-p tcp -j DNAT --to-destination 10.0.0.1', '-p udp -j DROP'))).toEqual([
      'policy PREROUTING ACCEPT, PREROUTING ACCEPT, accept',
    ])
  })

  test('where it changes the outcome both orders are followed', () => {
    const tree = through('-p tcp -j DNAT --to-destination 10.0.0.1', '-p tcp -j DNAT --to-destination 10.0.0.2')
    expect(tree.events.map(({ kind, reason }) => [kind, reason])).toEqual([
      ['unknown', 'iptables-legacy and iptables-nft stand at the same place, and it is not known which comes first'],
    ])
    expect(tree.branches?.map(({ label, tree: way }) => [label, way.end?.packet.dst, way.end?.uncertain])).toEqual([
      ['iptables-legacy', '10.0.0.2', true],
      ['iptables-nft', '10.0.0.1', true],
    ])
  })
})
