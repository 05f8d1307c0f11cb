import type { IpFamily } from '@/lib/kube-proxy/service-port'
import type { RuleSource } from '@/lib/netfilter/computed/rule-source'
import type { Json } from '@/lib/netfilter/nft/json'

/** kube-proxy's own table of a family. */
export const TABLE = 'kube-proxy'

interface Content {
  /** By their text: an address of two ports is one element. */
  elements: Map<string, Json>
  head: { [name: string]: Json }
}

/** Collects the elements of kube-proxy's table, and prints them as `nft -j list ruleset` does. */
export class TableWriter {
  private readonly family: string
  private readonly named = new Map<string, Content & { kind: 'set' | 'map' }>()
  private readonly chains = new Map<string, { [name: string]: Json }>()
  private readonly rules = new Map<string, { body: { [name: string]: Json }; source: RuleSource }[]>()

  constructor(family: IpFamily) {
    this.family = family === 'IPv6' ? 'ip6' : 'ip'
  }

  chain(name: string, base: { [name: string]: Json } = {}): void {
    if (!this.chains.has(name)) this.chains.set(name, { ...this.place('name', name), ...base })
  }

  /** Makes a set, or with `map` a map to verdicts. */
  set(name: string, type: Json, more: { [name: string]: Json } = {}): void {
    const { family } = this
    this.named.set(name, { kind: 'map' in more ? 'map' : 'set', head: { family, name, table: TABLE, type, ...more }, elements: new Map() })
  }

  /** Adds to a set or map; an element that is there already is the same. */
  element(name: string, element: Json): void {
    this.named.get(name)?.elements.set(JSON.stringify(element), element)
  }

  rule(chain: string, expr: readonly Json[], source: RuleSource, comment: string | null = null): void {
    this.chain(chain)
    const body = { ...this.place('chain', chain), ...(comment === null ? {} : { comment }), expr }
    const rules = this.rules.get(chain)
    if (rules) rules.push({ body, source })
    else this.rules.set(chain, [{ body, source }])
  }

  /** `sources` by the place in the list (a rule's JSON pointer ends with it); `count`: rules, and elements of sets and maps. */
  build(): { text: string; sources: readonly (RuleSource | null)[]; count: number } {
    const elements: Json[] = [{ metainfo: { json_schema_version: 1 } }, { table: { family: this.family, name: TABLE } }]
    const sources: (RuleSource | null)[] = []
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
    return { text: print({ nftables: elements }), sources, count }
  }

  private place(what: 'name' | 'chain', name: string): { [name: string]: Json } {
    return { family: this.family, table: TABLE, [what]: name }
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
