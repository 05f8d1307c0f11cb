import type { z } from 'zod'
import type { Outline, outlineQuery } from '@/lib/api/netfilter-view'
import type { OutlineChain } from '@/lib/api/outline-chain'
import { columnsOf } from '@/lib/api/outline-columns'
import { priorityOf } from '@/lib/netfilter/evaluate/base-chains'
import { TABLES_OF_HOOK } from '@/lib/netfilter/evaluate/tables'
import type { Chain, Counter, Table } from '@/lib/netfilter/model'
import { isNativeTable } from '@/lib/netfilter/nft/model'
import { callsOf } from '@/lib/netfilter/outline/calls'
import { type CounterChange, changesSince } from '@/lib/netfilter/outline/change'
import type { Recording } from '@/lib/recording/recording'
import { type Dump, dumpsOf } from '@/server/netfilter/dumps'
import { meshAt } from '@/server/walk/mesh-cache'

const HOOKS = ['PREROUTING', 'INPUT', 'FORWARD', 'OUTPUT', 'POSTROUTING'] as const

/** Problems of one dump that are sent; a file of another kind has one a line. */
const MAX_PROBLEMS = 20

/** Every chain of a namespace without its rules: who calls it, and what the calling rules counted, also since `since` (ms). */
export function outlineAt(recording: Recording, netns: string, at: number, since: number | undefined, form: Form = 'objects'): Outline {
  const dumps = dumpsOf(recording, netns, at)
  const before = since === undefined ? [] : dumpsOf(recording, netns, since)
  const known = meshAt(recording, at).netns(netns)
  return {
    netns,
    kind: known?.kind ?? 'node',
    node: known?.node ?? null,
    at,
    dumps: dumps.map((dump) => outlineOf(dump, since === undefined ? null : (before.find(({ path }) => path === dump.path) ?? null), form)),
    problems: dumps.flatMap(({ entry, problems }) =>
      problems
        .slice(0, MAX_PROBLEMS)
        .map(({ line, column, message }) => ({ entry, message: `line ${line}, column ${column}: ${message}` })),
    ),
  }
}

type OutlineTable = Outline['dumps'][number]['tables'][number]
type Form = z.infer<typeof outlineQuery>['form']

function outlineOf(dump: Dump, before: Dump | null, form: Form): Outline['dumps'][number] {
  const tables = [...dump.tables].map(([name, table]) => ({
    name,
    native: isNativeTable(table),
    chains: chainsOf(table, before?.tables.get(name) ?? null),
  }))
  const rules = tables.reduce((sum, { chains }) => sum + chains.reduce((part, chain) => part + chain.rules, 0), 0)
  const { path, at, family, backend, live, why, both } = dump
  return { entry: path, at, family, backend, live, why, both, rules, tables: form === 'columns' ? tables.map(asColumns) : tables }
}

const asColumns = ({ chains, ...table }: OutlineTable): OutlineTable => ({ ...table, chains: [], columns: columnsOf(chains) })

function chainsOf(table: Table, before: Table | null): OutlineChain[] {
  const { calls, callers } = callsOf(table)
  const counts = callCounts(table, before)
  return [...table.chains.values()].map(({ name, policy, counter, rules }) => ({
    name,
    policy,
    base: baseOf(table, name),
    rules: rules.length,
    counter: policy ? counter : (counts.get(name)?.counter ?? null),
    change: policy ? null : (counts.get(name)?.change ?? null),
    calls: [...(calls.get(name) ?? [])],
    callers: [...(callers.get(name) ?? [])],
  }))
}

function baseOf(table: Table, chain: string): OutlineChain['base'] {
  if (isNativeTable(table)) {
    const base = table.hooks.get(chain)?.base
    return base ? { hook: base.hook, priority: base.priority } : null
  }
  const hook = HOOKS.find((name) => name === chain)
  return hook && TABLES_OF_HOOK[hook].includes(table.name) ? { hook, priority: priorityOf(table.name, hook) } : null
}

type CallCounts = ReadonlyMap<string, { counter: Counter; change: CounterChange | null }>

const counted = new WeakMap<Table, CallCounts>()

/** What the rules that lead into each chain have counted together. Without an earlier reading it stays the same. */
function callCounts(table: Table, before: Table | null): CallCounts {
  const known = before ? undefined : counted.get(table)
  if (known) return known
  const counts = readCounts(table, before)
  if (!before) counted.set(table, counts)
  return counts
}

function readCounts(table: Table, before: Table | null): CallCounts {
  const counts = new Map<string, { counter: Counter; change: CounterChange | null }>()
  for (const chain of table.chains.values()) {
    const changes = before && chain.rules.length > 0 ? changesSince(before.chains.get(chain.name), chain) : null
    for (const { target, counter, index } of targetsIn(chain, table)) {
      const known = counts.get(target) ?? { counter: { packets: 0, bytes: 0 }, change: before ? { packets: 0, bytes: 0 } : null }
      const change = changes?.get(index)
      counts.set(target, {
        counter: { packets: known.counter.packets + counter.packets, bytes: known.counter.bytes + counter.bytes },
        change: known.change && change ? added(known.change, change) : known.change,
      })
    }
  }
  return counts
}

function targetsIn(chain: Chain, table: Table): { target: string; counter: Counter; index: number }[] {
  return chain.rules.flatMap(({ target, counter, index }) =>
    target !== null && counter && table.chains.has(target) ? [{ target, counter, index }] : [],
  )
}

const added = (a: CounterChange, b: CounterChange): CounterChange => ({
  packets: a.packets + b.packets,
  bytes: a.bytes + b.bytes,
  ...(a.reset || b.reset ? { reset: true } : {}),
})
