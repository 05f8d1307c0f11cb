import type { ChainAnswer } from '@/lib/api/netfilter-view'
import { sayNative } from '@/lib/explain/native/rule'
import { type RuleSaid, sayRule } from '@/lib/explain/rule'
import type { Origin } from '@/lib/mesh/origin'
import type { Chain, Rule, Table } from '@/lib/netfilter/model'
import { isNative, isNativeTable } from '@/lib/netfilter/nft/model'
import { setsOf } from '@/lib/netfilter/nft/set/used-sets'
import { callsOf } from '@/lib/netfilter/outline/calls'
import { changesSince } from '@/lib/netfilter/outline/change'
import type { Recording } from '@/lib/recording/recording'
import { Failure } from '@/server/http/failure'
import { type Dump, dumpNamed } from '@/server/netfilter/dumps'
import { saidSource, sourcesOf } from '@/server/netfilter/sources'
import { meshAt } from '@/server/walk/mesh-cache'

/** Which chain of which dump, at which moment (ms), and since when its counters are compared. */
export interface ChainQuestion {
  netns: string
  at: number
  since?: number | undefined
  entry: string
  table: string
  chain: string
  /** Only rules that counted something since then, or only those with these numbers; by default all. */
  show?: 'all' | 'moved'
  index?: readonly number[]
  /** Which of them, from 0; by default the first 1,000. */
  offset?: number
  limit?: number
}

/** Rules of one answer: a chain may have a hundred thousand. */
const MAX_RULES = 1000

/** The rules of one chain with their counters, what they counted since `since`, and what they say. 404 when there is no such chain. */
export function chainAt(recording: Recording, question: ChainQuestion): ChainAnswer {
  const { netns, at, since, entry, table: tableName, chain: name, show = 'all', index = [], offset = 0, limit = MAX_RULES } = question
  const dump = dumpNamed(recording, netns, at, entry)
  const table = dump.tables.get(tableName)
  const chain = table?.chains.get(name)
  if (!table || !chain) throw new Failure('notFound', `${netns} has no chain “${name}” in the table “${tableName}” at ${at} ms.`, 'chain')
  const earlier = since === undefined ? null : dumpNamed(recording, netns, since, dump.path).tables.get(tableName)
  const changes = earlier ? changesSince(earlier.chains.get(name), chain) : null
  const sources = sourcesOf(recording, netns, at, dump.family, table, chain)
  const place = isNativeTable(table) ? nativePlace(recording, question, dump.family, table, chain) : dump
  const asked = new Set(index)
  const chosen =
    show === 'moved' || asked.size > 0
      ? chain.rules.filter((rule) => (show === 'all' || changes?.get(rule.index)?.packets) && (asked.size === 0 || asked.has(rule.index)))
      : chain.rules
  return {
    table: tableName,
    name,
    policy: chain.policy,
    entry: place.entry,
    line: chain.line,
    at: place.at,
    callers: [...(callsOf(table).callers.get(name) ?? [])],
    count: chain.rules.length,
    total: chosen.length,
    offset,
    rules: chosen.slice(offset, offset + limit).map((rule) => ({
      index: rule.index,
      rule: rule.text,
      counter: rule.counter,
      change: changes?.get(rule.index) ?? null,
      line: rule.line,
      ...(isNative(rule) && rule.line === 0 ? { pointer: rule.pointer } : {}),
      target: rule.target,
      jumps: rule.target !== null && table.chains.has(rule.target),
      says: said(rule, table),
      ...countedElements(rule, table),
      ...saidSource(sources[rule.index - 1] ?? null),
    })),
  }
}

function said(rule: Rule, table: Table): RuleSaid {
  return isNative(rule) && isNativeTable(table) ? sayNative(rule, table) : sayRule(rule, table.chains)
}

/** How many elements the sets of a native rule have together; of those without any nothing is said. */
function countedElements(rule: Rule, table: Table): { elements?: number } {
  const sets = isNative(rule) && isNativeTable(table) ? setsOf(rule, table) : []
  return sets.length === 0 ? {} : { elements: sets.reduce((sum, { elements }) => sum + elements.length, 0) }
}

/** The file that holds the rules of a native chain: nft's text where that was recorded, else its JSON. Throws when neither was, which cannot be: they were read. */
function nativePlace(recording: Recording, { netns, at }: ChainQuestion, family: Dump['family'], table: Table, chain: Chain): Origin {
  const rules = meshAt(recording, at)
    .netns(netns)
    ?.netfilter(family === 'ip6' ? 6 : 4)
  const place = rules?.placesOf({ from: table, rule: chain.rules[0] ?? null, line: chain.line })[0] ?? rules?.listed
  if (!place) throw new Error(`nft's list of ${netns} at ${at} ms is gone`)
  return place
}
