import { expect, test } from 'vitest'
import { endings, followers } from '@/lib/netfilter/computed/reach'
import { parseIptablesSave } from '@/lib/netfilter/parse/iptables-save'
import fc from '@/lib/testing/fast-check'

const rulesetOf = (...lines: string[]) => parseIptablesSave(`*filter\n${lines.join('\n')}\nCOMMIT\n`).ruleset
const chainOf = (ruleset: ReturnType<typeof rulesetOf>, name: string) => ruleset.tables.get('filter')?.chains.get(name)?.rules ?? []

test('a chain ends a way when one of its rules does, however deep; returning from it does not', () => {
  const ruleset = rulesetOf(
    ':INPUT ACCEPT',
    ':A -',
    ':B -',
    ':C -',
    '-A INPUT -j A',
    '-A INPUT -j C',
    '-A INPUT -j SOMETHING',
    '-A INPUT -m comment --comment "counts"',
    '-A A -j B',
    '-A B -j DROP',
    '-A C -j RETURN',
    '-A C -j MARK --set-xmark 0x1/0x1',
  )
  expect(chainOf(ruleset, 'INPUT').map(endings(ruleset))).toEqual([true, false, true, false])
})

test('chains that lead to each other many times are looked at once', () => {
  const names = Array.from({ length: 60 }, (_, index) => `C${index}`)
  const jumps = names.flatMap((name, index) => Array.from({ length: 50 }, () => `-A ${name} -j C${(index + 1) % names.length}`))
  const ruleset = rulesetOf(...names.map((name) => `:${name} -`), ...jumps)
  expect(chainOf(ruleset, 'C0').some(endings(ruleset))).toBe(false)
})

test('a line of 100,000 chains is followed only so far', () => {
  const names = Array.from({ length: 100_000 }, (_, index) => `C${index}`)
  const jumps = names.slice(1).map((name, index) => `-A C${index} -j ${name}`)
  const ruleset = rulesetOf([...names.map((name) => `:${name} -`), ...jumps].join('\n'))
  expect(chainOf(ruleset, 'C0').some(endings(ruleset))).toBe(true)
})

test('the next rule that stays', () => {
  fc.assert(
    fc.property(fc.array(fc.boolean(), { maxLength: 30 }), (leaves) => {
      const ruleset = rulesetOf(':T -', ...leaves.map(() => '-A T -j DROP'))
      const rules = chainOf(ruleset, 'T')
      const left = new Set(rules.filter((_, index) => leaves[index]))
      const next = followers(ruleset, left)
      for (const rule of rules) expect(next(rule)).toBe(rules.find((other) => other.index > rule.index && !left.has(other)) ?? null)
    }),
  )
})
