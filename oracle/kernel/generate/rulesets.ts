import fc from 'fast-check'
import { TABLES_OF_HOOK } from '@/lib/netfilter/evaluate/tables'
import type { HookName } from '@/lib/netfilter/model'
import { HIDDEN } from '@/oracle/kernel/generate/hidden-matches'
import { BASIC, MATCHES } from '@/oracle/kernel/generate/matches'
import { type Kind, oneOf, type RulePart, type RulePlace } from '@/oracle/kernel/generate/part'
import type { Pools } from '@/oracle/kernel/generate/pools'
import { TARGETS } from '@/oracle/kernel/generate/targets'

/** What this kernel takes. */
export interface Supported {
  matches: readonly Kind[]
  hidden: readonly Kind[]
  targets: readonly Kind[]
}

export const EVERYTHING: Supported = { matches: MATCHES, hidden: HIDDEN, targets: TARGETS }

/** Chains of one's own of each built-in chain. A chain jumps only to later ones, so that there are no loops. */
const OWN_CHAINS = 3
const HOOKS = ['PREROUTING', 'INPUT', 'FORWARD', 'OUTPUT', 'POSTROUTING'] as const

interface ChainLines {
  name: string
  policy: string
  rules: readonly string[]
}

/** A dump for iptables-restore. */
export function dumps(pools: Pools, supported: Supported): fc.Arbitrary<string> {
  const tables = ['raw', 'mangle', 'nat', 'filter', 'security'].map((table) => {
    const hooks = HOOKS.filter((hook) => TABLES_OF_HOOK[hook].includes(table))
    const chains = fc.tuple(...hooks.map((hook) => fc.option(hookChains(pools, table, hook, supported), { nil: null, freq: 4 })))
    const weight = table === 'security' ? 1 : 4
    return fc.option(
      chains.map((found) => ({ table, chains: found.filter((chain) => chain !== null).flat() })),
      { nil: null, freq: weight },
    )
  })
  return fc
    .tuple(...tables)
    .map((found) => found.map((table) => (table === null || table.chains.length === 0 ? '' : printTable(table))).join(''))
}

function printTable({ table, chains }: { table: string; chains: readonly ChainLines[] }): string {
  const rules = chains.flatMap((chain) => chain.rules)
  const used = chains.filter(({ name, policy }) => policy !== '-' || rules.some((line) => line.split(' ').includes(name)))
  const heads = used.map(({ name, policy }) => `:${name} ${policy} [0:0]`)
  return [`*${table}`, ...heads, ...rules, 'COMMIT', ''].join('\n')
}

/** A built-in chain and those that are reached from it. */
function hookChains(pools: Pools, table: string, hook: HookName, supported: Supported): fc.Arbitrary<ChainLines[]> {
  const own = Array.from({ length: OWN_CHAINS }, (_, index) => `${hook.slice(0, 3)}-${index + 1}`)
  const names = [hook, ...own]
  const chains = names.map((name, index) =>
    fc
      .array(rule({ pools, table, hook, proto: null, builtIn: index === 0 }, name, own.slice(index), supported), {
        maxLength: index === 0 ? 5 : 3,
      })
      .map((rules) => ({ name, rules })),
  )
  const policies = table === 'nat' ? ['ACCEPT'] : ['ACCEPT', 'ACCEPT', 'ACCEPT', 'DROP']
  return fc
    .tuple(fc.constantFrom(...policies), ...chains)
    .map(([policy, ...found]) => found.map(({ name, rules }, index) => ({ name, policy: index === 0 ? policy : '-', rules })))
}

const PROTOCOLS: readonly [string, RulePlace['proto'], number][] = [
  ['', null, 4],
  ['-p tcp', 'tcp', 4],
  ['-p udp', 'udp', 3],
  ['-p sctp', 'sctp', 1],
  ['-p icmp', 'icmp', 1],
  ['-p ipv6-icmp', 'ipv6-icmp', 1],
  ['! -p tcp', null, 1],
  ['-p 99', null, 1],
  ['-p all', null, 1],
]

function rule(place: RulePlace, chain: string, later: readonly string[], supported: Supported): fc.Arbitrary<string> {
  return fc.oneof(
    ...PROTOCOLS.map(([text, proto, weight]) => {
      const here = { ...place, proto }
      const part = fc.oneof(
        ...[BASIC, supported.matches, supported.hidden].flatMap((kinds, index) => {
          const arbitrary = oneOf(kinds, here)
          return arbitrary ? [{ arbitrary, weight: [6, 8, 1][index] ?? 1 }] : []
        }),
      )
      const parts = fc.uniqueArray(part, { selector: ({ key }) => key, maxLength: 3 })
      const target = fc.oneof(
        { arbitrary: oneOf(supported.targets, here) ?? fc.constant({ key: '', text: '' }), weight: 3 },
        ...jumps(later),
      )
      return {
        weight,
        arbitrary: fc
          .tuple(parts, target)
          .map(([found, { text: verdict }]) => ['-A', chain, text, ...sorted(found), verdict].filter((word) => word !== '').join(' ')),
      }
    }),
  )
}

function jumps(later: readonly string[]): { arbitrary: fc.Arbitrary<RulePart>; weight: number }[] {
  if (later.length === 0) return []
  const jump = fc.tuple(fc.constantFrom('-j', '-j', '-g'), fc.constantFrom(...later))
  return [{ arbitrary: jump.map(([how, name]) => ({ key: 'jump', text: `${how} ${name}` })), weight: 1 }]
}

/** The rule's own options before those of modules, as iptables-restore reads them. */
function sorted(parts: readonly RulePart[]): string[] {
  const isOwn = ({ key }: RulePart) => key.startsWith('-')
  return [...parts.filter(isOwn), ...parts.filter((part) => !isOwn(part))].map(({ text }) => text)
}
