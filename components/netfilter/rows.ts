import type { Visit } from '@/components/netfilter/hits'
import type { OutlineDump } from '@/lib/api/netfilter-view'
import type { OutlineChain } from '@/lib/api/outline-chain'
import type { Packet, Step } from '@/lib/api/step'
import type { HookName } from '@/lib/netfilter/model'
import type { Pass } from '@/lib/path/chains'
import { isRewrite } from '@/lib/path/rule-text'

/** In the order in which a forwarded packet meets them. */
export const HOOKS = ['PREROUTING', 'INPUT', 'FORWARD', 'OUTPUT', 'POSTROUTING'] as const satisfies readonly HookName[]

/** Rows of the flow, one below the other; `edge`: the first or last row of a hook's box. */
export type FlowRow =
  | { type: 'packet'; key: string; way: 'in' | 'out'; packet: Packet }
  | { type: 'hook'; key: string; hook: HookName; met: boolean; open: boolean; tables: { name: string; met: number }[]; last: boolean }
  | ChainRow
  | { type: 'more'; key: string; hook: HookName; count: number; open: boolean; last: boolean }
  | { type: 'routing'; key: string; step: Step }
  | { type: 'gap'; key: string }

export interface ChainRow {
  type: 'chain'
  key: string
  hook: HookName
  table: string
  chain: OutlineChain
  depth: number
  /** The rules that the question's packet matched here; empty: it entered and nothing matched. null: it did not enter. */
  matched: readonly Step[] | null
  op: string | null
  last: boolean
}

interface Shown {
  dump: OutlineDump
  visit: Visit | null
  /** Hooks whose chains that were not entered are shown. */
  open: ReadonlySet<HookName>
}

/** The flow of a namespace: hooks in packet order, tables in priority order, chains as a call tree; what the question met comes first. */
export function flowRows({ dump, visit, open }: Shown): FlowRow[] {
  const rows: FlowRow[] = []
  if (visit?.came) rows.push({ type: 'packet', key: 'in', way: 'in', packet: visit.came }, { type: 'gap', key: 'gap in' })
  const byName = new Map(dump.tables.map(({ name, chains }) => [name, new Map(chains.map((chain) => [chain.name, chain]))]))
  for (const hook of HOOKS) {
    const box = hookRows(hook, dump, byName, visit, open.has(hook))
    if (box.length === 0) continue
    rows.push(...box, { type: 'gap', key: `gap ${hook}` })
    const decides = visit?.routing && visit.routing.hook === undefined && hook === 'PREROUTING' && visit.hooks.has('PREROUTING')
    if (decides && visit.routing) rows.push({ type: 'routing', key: 'routing', step: visit.routing }, { type: 'gap', key: 'gap routing' })
  }
  if (visit?.left) rows.push({ type: 'packet', key: 'out', way: 'out', packet: visit.left })
  return rows
}

function hookRows(
  hook: HookName,
  dump: OutlineDump,
  byName: ReadonlyMap<string, ReadonlyMap<string, OutlineChain>>,
  visit: Visit | null,
  open: boolean,
): FlowRow[] {
  const tables = dump.tables
    .flatMap(({ name, chains }) =>
      chains.filter((chain) => chain.base?.hook === hook).map((base) => ({ name, base, chains: byName.get(name) ?? new Map() })),
    )
    .sort((a, b) => (a.base.base?.priority ?? 0) - (b.base.base?.priority ?? 0))
  if (tables.length === 0) return []
  const passed = visit?.hooks.get(hook) ?? []
  const met = visit === null || passed.length > 0
  const entered = passed.flatMap(({ table, passes }) => {
    const chains = tables.find(({ name }) => name === table)?.chains
    return passes.flatMap((pass) => rowOfPass(hook, table, chains?.get(pass.chain), pass))
  })
  const known = new Set(entered.map(({ table, chain }) => `${table} ${chain.name}`))
  const others = tables
    .flatMap(({ name, base, chains }) => treeOf(hook, name, base, chains))
    .filter((row) => {
      const key = `${row.table} ${row.chain.name}`
      return !known.has(key) && known.add(key)
    })
  const whole = visit === null || open
  const shown = [...entered, ...(whole ? others.filter(({ chain, depth }) => depth > 0 || chain.rules > 0) : [])]
  const rest = others.filter(({ depth }) => depth > 0).length
  const rows: FlowRow[] = [
    {
      type: 'hook',
      key: hook,
      hook,
      met,
      open: whole,
      tables: [...new Set(tables.map(({ name }) => name))].map((name) => ({
        name,
        met: entered.filter((row) => row.table === name && (row.matched?.length ?? 0) > 0).length,
      })),
      last: false,
    },
    ...shown,
    ...(visit !== null && met && rest > 0 ? [{ type: 'more' as const, key: `more ${hook}`, hook, count: rest, open, last: false }] : []),
  ]
  const end = rows.at(-1)
  if (end && 'last' in end) end.last = true
  return rows
}

function rowOfPass(hook: HookName, table: string, chain: OutlineChain | undefined, pass: Pass): ChainRow[] {
  if (!chain) return []
  const op = pass.steps.find(isRewrite)?.op ?? null
  return [
    { type: 'chain', key: `${hook} ${table} ${chain.name}`, hook, table, chain, depth: pass.depth, matched: pass.steps, op, last: false },
  ]
}

/** All chains below a built-in one, depth first, each once. */
function treeOf(hook: HookName, table: string, base: OutlineChain, chains: ReadonlyMap<string, OutlineChain>): ChainRow[] {
  const rows: ChainRow[] = []
  const seen = new Set<string>()
  const stack: { name: string; depth: number }[] = [{ name: base.name, depth: 0 }]
  for (let next = stack.pop(); next; next = stack.pop()) {
    const chain = chains.get(next.name)
    if (!chain || seen.has(next.name)) continue
    seen.add(next.name)
    rows.push({
      type: 'chain',
      key: `${hook} ${table} ${chain.name}`,
      hook,
      table,
      chain,
      depth: next.depth,
      matched: null,
      op: null,
      last: false,
    })
    const depth = next.depth + 1
    for (const name of chain.calls.toReversed()) stack.push({ name, depth })
  }
  return rows
}
