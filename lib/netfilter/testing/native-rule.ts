import { evaluateNamespace } from '@/lib/netfilter/evaluate/namespace'
import type { FlowPacket, HookContext, HookTree } from '@/lib/netfilter/model'
import { NamespaceRules } from '@/lib/netfilter/namespace-rules'
import type { Json } from '@/lib/netfilter/nft/json'
import type { NftRule, NftTable } from '@/lib/netfilter/nft/model'
import { parseNftRuleset } from '@/lib/netfilter/nft/parse/ruleset'
import { type RunResult, runRule } from '@/lib/netfilter/nft/run'
import { contextOf, packetOf } from '@/lib/netfilter/testing/one-rule'

/** A listing as `nft -j list ruleset` prints it, of one table `inet t`: its sets and maps, and its chains with their rules. */
export function listing(
  chains: Readonly<Record<string, readonly (readonly object[])[]>>,
  sets: readonly object[] = [],
  bases: readonly object[] = [],
): string {
  const place = { family: 'inet', table: 't' }
  return JSON.stringify({
    nftables: [
      { metainfo: { json_schema_version: 1 } },
      { table: { family: 'inet', name: 't', handle: 1 } },
      ...sets.map((set) => ('map' in set ? { map: { ...place, ...set } } : { set: { ...place, ...set } })),
      ...bases.map((base) => ({ chain: { ...place, ...base } })),
      ...Object.keys(chains)
        .filter((name) => !bases.some((base) => 'name' in base && base.name === name))
        .map((name) => ({ chain: { ...place, name, handle: 1 } })),
      ...Object.entries(chains).flatMap(([chain, rules]) =>
        rules.map((expr, index) => ({ rule: { ...place, chain, handle: index + 1, expr } })),
      ),
    ],
  })
}

/** A base chain of a listing. */
export function base(name: string, hook: string, prio: number, more: object = {}): object {
  return { name, handle: 1, type: 'filter', hook, prio, policy: 'accept', ...more }
}

/** The only rule of a table with these sets. */
export function nativeRule(statements: readonly object[], sets: readonly object[] = []): { rule: NftRule; table: NftTable } {
  const table = parseNftRuleset(listing({ c: [statements] }, sets), null).tables[0]
  const rule = table?.chains.get('c')?.rules[0]
  if (!table || !rule || !('statements' in rule)) throw new Error('no rule')
  return { rule: rule as NftRule, table }
}

interface Asked {
  packet?: Partial<FlowPacket>
  context?: Partial<HookContext>
  sets?: readonly object[]
}

/** What a rule does to a packet. */
export function ran(statements: readonly object[], { packet = {}, context = {}, sets = [] }: Asked = {}): RunResult {
  const { rule, table } = nativeRule(statements, sets)
  return runRule(rule, packetOf(packet), { table, context: contextOf(context), ctstate: ({ ctstate }) => ctstate }, null)
}

/** What a match says of a packet, in one word; of a fork the probabilities. */
export function matched(left: Json, right: Json, op = '==', asked: Asked = {}): string {
  const result = ran([{ match: { op, left, right } }], asked)
  if (result.is !== 'fork') return result.is === 'matched' ? 'yes' : 'no'
  return result.ways.map(({ probability, leads }) => `${leads === 'break' ? 'no' : 'yes'} ${probability ?? '?'}`).join(', ')
}

/** A packet's ways through the hook of a listing. */
export function throughHook(text: string, { packet = {}, context = {} }: Asked = {}): HookTree {
  const rules = new NamespaceRules({ nft: null, legacy: null, native: parseNftRuleset(text, null) })
  return evaluateNamespace(rules, packetOf(packet), contextOf(context))
}
