import type { RuleSource } from '@/lib/netfilter/computed/rule-source'
import type { Json } from '@/lib/netfilter/nft/json'
import { type NftRuleset, parseNftRuleset } from '@/lib/netfilter/nft/parse/ruleset'

/** Native tables that were computed. */
export interface ComputedTables {
  ruleset: NftRuleset
  /** As `nft -j list ruleset` prints it. */
  text: string
  /** Rules, and elements of sets and maps. */
  count: number
  /** What the rule with this JSON pointer comes from. */
  sourceOf(pointer: string): RuleSource | null
}

interface Content {
  /** By their text: an address of two ports is one element. */
  elements: Map<string, Json>
  head: { [name: string]: Json }
}

/** Collects the elements of a native table in the order in which a program makes them. */
export class TableWriter {
  private readonly family: string
  private readonly name: string
  private readonly named = new Map<string, Content & { kind: 'set' | 'map' }>()
  private readonly chains = new Map<string, { [name: string]: Json }>()
  private readonly rules = new Map<string, { body: { [name: string]: Json }; source: RuleSource }[]>()

  constructor(family: string, name: string) {
    this.family = family
    this.name = name
  }

  chain(name: string, base: { [name: string]: Json } = {}): void {
    if (!this.chains.has(name)) this.chains.set(name, { ...this.place('name', name), ...base })
  }

  /** Makes a set, or with `map` a map to verdicts. */
  set(name: string, type: Json, more: { [name: string]: Json } = {}): void {
    const { family, name: table } = this
    this.named.set(name, { kind: 'map' in more ? 'map' : 'set', head: { family, name, table, type, ...more }, elements: new Map() })
  }

  /** Adds to a set or map; an element that is there already is the same. */
  element(name: string, element: Json): void {
    this.named.get(name)?.elements.set(JSON.stringify(element), element)
  }

  /** Appends a rule, or with `at` puts it before the one that has this place now, counted from 0. */
  rule(chain: string, expr: readonly Json[], source: RuleSource, comment: string | null = null, at?: number): void {
    this.chain(chain)
    const body = { ...this.place('chain', chain), ...(comment === null ? {} : { comment }), expr }
    const rules = this.rules.get(chain)
    if (rules) rules.splice(at ?? rules.length, 0, { body, source })
    else this.rules.set(chain, [{ body, source }])
  }

  /** No rule was written, and nothing else. */
  get isEmpty(): boolean {
    return this.rules.size === 0 && this.named.size === 0
  }

  /** Adds the table to a list, and the source of each rule at its place there. Gives how many rules, and elements of sets and maps, it has. */
  addTo(elements: Json[], sources: (RuleSource | null)[]): number {
    elements.push({ table: { family: this.family, name: this.name } })
    for (const { kind, head, elements: elem } of this.named.values())
      elements.push({ [kind]: { ...head, ...(elem.size > 0 ? { elem: [...elem.values()] } : {}) } })
    for (const chain of this.chains.values()) elements.push({ chain })
    let count = 0
    for (const { elements: elem } of this.named.values()) count += elem.size
    for (const rules of this.rules.values()) {
      for (const { body, source } of rules) {
        sources[elements.length] = source
        elements.push({ rule: body })
        count++
      }
    }
    return count
  }

  private place(what: 'name' | 'chain', name: string): { [name: string]: Json } {
    return { family: this.family, table: this.name, [what]: name }
  }
}

/** Prints tables as `nft -j list ruleset` does; what nothing was written to is left out. */
export function printTables(writers: readonly TableWriter[]): ComputedTables {
  const elements: Json[] = [{ metainfo: { json_schema_version: 1 } }]
  const sources: (RuleSource | null)[] = []
  let count = 0
  for (const writer of writers) if (!writer.isEmpty) count += writer.addTo(elements, sources)
  const text = print({ nftables: elements })
  return {
    ruleset: parseNftRuleset(text, null),
    text,
    count,
    sourceOf: (pointer) => sources[Number(pointer.slice(pointer.lastIndexOf('/') + 1))] ?? null,
  }
}

/** JSON with the spaces that nft puts. */
function print(json: Json): string {
  if (Array.isArray(json)) return `[${json.map(print).join(', ')}]`
  if (json === null || typeof json !== 'object') return JSON.stringify(json)
  return `{${Object.entries(json)
    .map(([name, value]) => `${JSON.stringify(name)}: ${print(value)}`)
    .join(', ')}}`
}
