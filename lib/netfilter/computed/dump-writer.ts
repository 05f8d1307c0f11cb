import { WrittenChain } from '@/lib/netfilter/computed/written-chain'
import type { Ruleset, Table } from '@/lib/netfilter/model'

/** Rules that were computed, in the shape that a dump is parsed to, and what each of them comes from. */
export interface ComputedDump<Source> {
  ruleset: Ruleset
  /** How many rules there are. */
  count: number
  /** What `iptables-save` would print, without counters. */
  print(): string
  /** What the rule of this line (`Rule.line`) comes from. */
  sourceOf(line: number): Source | null
}

/** iptables-nft-save's order of tables, and the built-in chains of each in the order of their hooks. */
const BUILT_IN: ReadonlyMap<string, readonly string[]> = new Map([
  ['raw', ['PREROUTING', 'OUTPUT']],
  ['mangle', ['PREROUTING', 'INPUT', 'FORWARD', 'OUTPUT', 'POSTROUTING']],
  ['filter', ['INPUT', 'FORWARD', 'OUTPUT']],
  ['nat', ['PREROUTING', 'INPUT', 'OUTPUT', 'POSTROUTING']],
])

interface Written<Source> {
  chain: WrittenChain
  /** One a rule, in the same places. */
  sources: Source[]
}

/** Collects chains and rules in the order in which a program makes them. */
export class DumpWriter<Source> {
  private readonly tables = new Map<string, Map<string, Written<Source>>>()

  /** Makes a chain, and with the first one of a table all of its built-in ones; a chain that is there stays as it is. */
  chain(table: string, name: string): void {
    this.open(table, name)
  }

  /** Appends a rule, given without `-A CHAIN `. The chain is made where it is not yet there. */
  append(table: string, chain: string, rule: string, source: Source): void {
    const written = this.open(table, chain)
    written.chain.texts.push(rule)
    written.sources.push(source)
  }

  /** Puts a rule before the one that has this place now, counted from 1, as `-I CHAIN PLACE` does. */
  insert(table: string, chain: string, place: number, rule: string, source: Source): void {
    const written = this.open(table, chain)
    written.chain.texts.splice(place - 1, 0, rule)
    written.sources.splice(place - 1, 0, source)
  }

  build(): ComputedDump<Source> {
    const tables = new Map<string, Table>()
    const sources: (Source | null)[] = []
    let line = 1
    let count = 0
    for (const name of BUILT_IN.keys()) {
      const written = this.tables.get(name)
      if (!written) continue
      for (const { chain } of written.values()) chain.line = ++line
      for (const { chain, sources: own } of written.values()) {
        chain.firstRule = line + 1
        for (const source of own) sources[++line] = source
        count += own.length
      }
      line += 2
      tables.set(name, { name, chains: new Map([...written].map(([key, { chain }]) => [key, chain])) })
    }
    return { ruleset: { tables }, count, print: () => print(tables), sourceOf: (at) => sources[at] ?? null }
  }

  private open(table: string, name: string): Written<Source> {
    let chains = this.tables.get(table)
    if (!chains) {
      chains = new Map()
      this.tables.set(table, chains)
      for (const builtIn of BUILT_IN.get(table) ?? [])
        chains.set(builtIn, { chain: new WrittenChain(table, builtIn, 'ACCEPT'), sources: [] })
    }
    let written = chains.get(name)
    if (!written) {
      written = { chain: new WrittenChain(table, name, null), sources: [] }
      chains.set(name, written)
    }
    return written
  }
}

function print(tables: ReadonlyMap<string, Table>): string {
  const lines: string[] = []
  for (const { name, chains } of tables.values()) {
    lines.push(`*${name}`)
    for (const chain of chains.values()) lines.push(`:${chain.name} ${chain.policy ?? '-'}`)
    for (const chain of chains.values()) for (const rule of chain.rules) lines.push(rule.text)
    lines.push('COMMIT')
  }
  return lines.map((line) => `${line}\n`).join('')
}
