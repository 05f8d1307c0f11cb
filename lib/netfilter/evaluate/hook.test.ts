import { describe, expect, test } from 'vitest'
import { evaluateHook, MAX_FORK_DEPTH } from '@/lib/netfilter/evaluate/hook'
import { MAX_CALLS } from '@/lib/netfilter/evaluate/way'
import type { FlowPacket, HookContext, HookTree } from '@/lib/netfilter/model'
import { parseIptablesSave } from '@/lib/netfilter/parse/iptables-save'
import { contextOf, packetOf } from '@/lib/netfilter/testing/one-rule'
import { waysOf } from '@/lib/netfilter/testing/trace'

function treeOf(dump: string, packet: Partial<FlowPacket> = {}, context: Partial<HookContext> = {}): HookTree {
  const { ruleset, problems } = parseIptablesSave(`${dump.trim().replace(/^ +/gm, '')}\n`)
  expect(problems).toEqual([])
  return evaluateHook(ruleset, packetOf(packet), contextOf(context))
}

/** Each way as its events' chains and outcomes, and its end. */
function told(tree: HookTree): string[] {
  return [...waysOf(tree)].map(({ events, end }) =>
    [
      ...events.map(
        ({ kind, table, chain, outcome, rule }) =>
          `${kind === 'rule' ? '' : `${kind} `}${table}/${chain}${rule ? `#${rule.index}` : ''} ${outcome}`,
      ),
      end?.verdict ?? 'nothing more',
    ].join(', '),
  )
}

describe('one way', () => {
  test('jump, end of a chain, explicit RETURN, policy', () => {
    const tree = treeOf(
      `*filter
      :INPUT DROP [0:0]
      :A - [0:0]
      :B - [0:0]
      -A INPUT -j A
      -A INPUT -j B
      -A A -p udp -j DROP
      -A B -p tcp -j RETURN
      -A B -j ACCEPT
      COMMIT`,
      {},
      { hook: 'INPUT' },
    )
    expect(told(tree)).toEqual([
      'filter/INPUT#1 JUMP:A, return filter/A CONTINUE, filter/INPUT#2 JUMP:B, filter/B#1 RETURN, policy filter/INPUT DROP, drop',
    ])
    expect(tree.events[1]?.skipped.nearest()).toMatchObject([
      { part: '-p udp', code: 'differs', values: { got: 'tcp', want: 'udp' }, why: 'the protocol is tcp, not udp' },
    ])
    expect(tree.events[4]?.skipped.count).toBe(0)
  })

  test('chains that call each other too deep end as unknown; each call is held against the limit alone', () => {
    const count = 100_000
    const names = Array.from({ length: count }, (_, index) => `C${index}`)
    const calls = names.slice(1).map((name, index) => `-A C${index} -${index % 2 ? 'g' : 'j'} ${name}`)
    const tree = treeOf(
      ['*filter', ':INPUT ACCEPT [0:0]', ...names.map((name) => `:${name} - [0:0]`), '-A INPUT -j C0', ...calls, 'COMMIT'].join('\n'),
      {},
      { hook: 'INPUT' },
    )
    expect([tree.end, tree.events.length]).toEqual([null, MAX_CALLS + 2])
    expect(tree.events.at(-1)?.reasonCode).toEqual({ code: 'too-deep', values: { limit: String(MAX_CALLS) } })
  })

  test('a goto chain that falls off its end returns to the caller of the chain that jumped', () => {
    const tree = treeOf(
      `*filter
      :INPUT ACCEPT [0:0]
      :A - [0:0]
      :B - [0:0]
      -A INPUT -j A
      -A INPUT -m comment --comment after
      -A A -g B
      -A A -j DROP
      -A B -m comment --comment here
      COMMIT`,
      {},
      { hook: 'INPUT' },
    )
    expect(told(tree)).toEqual([
      'filter/INPUT#1 JUMP:A, filter/A#1 GOTO:B, filter/B#1 CONTINUE, return filter/B CONTINUE, filter/INPUT#2 CONTINUE, policy filter/INPUT ACCEPT, accept',
    ])
  })

  test('a goto from a built-in chain ends with its policy', () => {
    const tree = treeOf(
      `*filter
      :INPUT DROP [0:0]
      :A - [0:0]
      -A INPUT -g A
      -A INPUT -j ACCEPT
      COMMIT`,
      {},
      { hook: 'INPUT' },
    )
    expect(told(tree)).toEqual(['filter/INPUT#1 GOTO:A, return filter/A CONTINUE, policy filter/INPUT DROP, drop'])
  })

  test('ACCEPT ends its table only, and translations are seen by the next ones', () => {
    const dump = `*filter
      :OUTPUT ACCEPT [0:0]
      -A OUTPUT -d 10.0.0.5/32 -m conntrack --ctstate DNAT -j REJECT --reject-with tcp-reset
      COMMIT
      *nat
      :OUTPUT ACCEPT [0:0]
      -A OUTPUT -p tcp -j DNAT --to-destination 10.0.0.5:8080
      COMMIT
      *mangle
      :OUTPUT ACCEPT [0:0]
      -A OUTPUT -j ACCEPT
      COMMIT
      *raw
      :OUTPUT ACCEPT [0:0]
      -A OUTPUT -m conntrack --ctstate NEW -j DROP
      COMMIT`
    const tree = treeOf(dump, { in: null, out: 'eth0' }, { hook: 'OUTPUT' })
    expect(told(tree)).toEqual(['policy raw/OUTPUT ACCEPT, mangle/OUTPUT#1 ACCEPT, nat/OUTPUT#1 ACCEPT, filter/OUTPUT#1 DROP, reject'])
    expect(tree.end?.rejectWith).toBe('tcp-reset')
    expect(tree.events[2]).toMatchObject({
      op: 'DNAT',
      before: { dst: '198.51.100.20' },
      after: { dst: '10.0.0.5', dport: 8080 },
      ruleCount: 1,
    })
    const established = treeOf(dump, { in: null, out: 'lo', ctstate: new Set(['ESTABLISHED']) }, { hook: 'OUTPUT', natDone: true })
    expect(told(established)).toEqual(['policy raw/OUTPUT ACCEPT, mangle/OUTPUT#1 ACCEPT, policy filter/OUTPUT ACCEPT, accept'])
  })

  test('raw sees no connection, but that of a packet over lo', () => {
    const dump = '*raw\n:PREROUTING ACCEPT [0:0]\n-A PREROUTING -m conntrack --ctstate NEW -j DROP\nCOMMIT\n'
    expect(told(treeOf(dump, { in: 'lo' }, { natDone: true }))).toEqual(['raw/PREROUTING#1 DROP, drop'])
    expect(told(treeOf(dump, { in: 'eth0' }, { natDone: true }))).toEqual(['policy raw/PREROUTING ACCEPT, accept'])
  })

  test('what conntrack leaves alone meets no nat', () => {
    const tree = treeOf(`*raw
      :PREROUTING ACCEPT [0:0]
      -A PREROUTING -j CT --notrack
      COMMIT
      *nat
      :PREROUTING ACCEPT [0:0]
      -A PREROUTING -p tcp -j REDIRECT --to-ports 1
      COMMIT`)
    expect(told(tree)).toEqual(['raw/PREROUTING#1 CONTINUE, policy raw/PREROUTING ACCEPT, accept'])
  })

  test('a built-in chain without rules is passed only where it exists', () => {
    const { ruleset } = parseIptablesSave('*nat\n:PREROUTING ACCEPT [0:0]\nCOMMIT\n')
    const chain = ruleset.tables.get('nat')?.chains.get('PREROUTING')
    const tell = () => told(evaluateHook(ruleset, packetOf(), contextOf()))
    expect(tell()).toEqual(['accept'])
    if (chain) chain.hooked = true
    expect(tell()).toEqual(['policy nat/PREROUTING ACCEPT, accept'])
  })
})

describe('several ways', () => {
  const SERVICE = `*nat
    :PREROUTING ACCEPT [0:0]
    :A - [0:0]
    :B - [0:0]
    :C - [0:0]
    :SVC - [0:0]
    -A PREROUTING -j SVC
    -A SVC -m statistic --mode random --probability 0.33333333349 -j A
    -A SVC -p udp -j A
    -A SVC -m statistic --mode random --probability 0.50000000000 -j B
    -A SVC -j C
    -A A -p tcp -j DNAT --to-destination 10.0.0.1:80
    -A B -p tcp -j DNAT --to-destination 10.0.0.2:80
    -A C -p tcp -j DNAT --to-destination 10.0.0.3:80
    COMMIT`

  test('dice in a row are one fork with the probability of each way as a whole', () => {
    const tree = treeOf(SERVICE)
    expect(tree.branches?.map(({ label, probability }) => [label, probability?.toFixed(6)])).toEqual([
      ['A', '0.333333'],
      ['B', '0.333333'],
      ['C', '0.333333'],
    ])
    const last = tree.branches?.[2]?.tree.events[0]
    expect(last?.skipped.nearest().map(({ rule, code }) => [rule.index, code])).toEqual([
      [1, 'chance'],
      [2, 'differs'],
      [3, 'chance'],
    ])
    expect(tree.branches?.[1]?.tree.end).toMatchObject({ verdict: 'accept', uncertain: false, packet: { dst: '10.0.0.2' } })
  })

  test('an unknown match walks both ways and says so', () => {
    const tree = treeOf(
      `*filter
      :INPUT ACCEPT [0:0]
      -A INPUT -m set --match-set denied src -j DROP
      COMMIT`,
      {},
      { hook: 'INPUT' },
    )
    expect(told(tree)).toEqual([
      'unknown filter/INPUT#1 UNKNOWN, filter/INPUT#1 DROP, drop',
      'unknown filter/INPUT#1 UNKNOWN, policy filter/INPUT ACCEPT, accept',
    ])
    expect(tree.events[0]).toMatchObject({ reasonCode: { code: 'hidden-state', values: { module: 'set' } } })
    expect(tree.branches?.map(({ probability }) => probability)).toEqual([null, null])
    expect(tree.branches?.[1]?.tree.end?.uncertain).toBe(true)
    expect(tree.branches?.[1]?.tree.events[0]?.skipped.nearest()).toMatchObject([{ code: 'hidden-state' }])
  })

  test('an unknown target: what follows if it goes on, and that nothing can be told if it does not', () => {
    const tree = treeOf(
      `*filter
      :INPUT ACCEPT [0:0]
      -A INPUT -j NFQUEUE --queue-num 1
      COMMIT`,
      {},
      { hook: 'INPUT' },
    )
    expect(told(tree)).toEqual([
      'filter/INPUT#1 UNKNOWN, unknown filter/INPUT#1 UNKNOWN, policy filter/INPUT ACCEPT, accept',
      'filter/INPUT#1 UNKNOWN, unknown filter/INPUT#1 UNKNOWN, unknown filter/INPUT#1 UNKNOWN, nothing more',
    ])
  })

  test('a target with several outcomes forks', () => {
    const tree = treeOf(`*nat
      :PREROUTING ACCEPT [0:0]
      -A PREROUTING -p tcp -j DNAT --to-destination 10.0.0.1-10.0.0.2
      COMMIT`)
    expect(tree.branches?.map(({ label }) => label)).toEqual(['10.0.0.1:80', '10.0.0.2:80'])
    expect(told(tree)).toEqual(['nat/PREROUTING#1 ACCEPT, accept', 'nat/PREROUTING#1 ACCEPT, accept'])
  })

  test('too many unknown matches end in an unknown, not in an endless walk', () => {
    const rules = Array.from(
      { length: MAX_FORK_DEPTH * 2 },
      (_, index) => `-A INPUT -m set --match-set s${index} src -m comment --comment n`,
    )
    const tree = treeOf(['*filter', ':INPUT ACCEPT [0:0]', ...rules, 'COMMIT'].join('\n'), {}, { hook: 'INPUT' })
    const ways = [...waysOf(tree)]
    expect(ways.length).toBeLessThan(20_000)
    expect(ways.some(({ end }) => end === null)).toBe(true)
  })
})
