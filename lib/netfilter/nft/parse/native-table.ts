import { field, type Json, listOf, textField } from '@/lib/netfilter/nft/json'
import type { ChainHook, NftSet, NftTable } from '@/lib/netfilter/nft/model'
import { type Element, headField, readElement } from '@/lib/netfilter/nft/parse/elements'
import { NativeChain } from '@/lib/netfilter/nft/parse/native-chain'
import type { RuleTexts } from '@/lib/netfilter/nft/parse/rule-texts'

const NO_HOOK: ChainHook = { base: null, elsewhere: false, drops: false }

/** A table that looks its chains, rules and sets up in nft's list when first asked: those of iptables never are. */
export class NativeTable implements NftTable {
  readonly family: string
  readonly name: string
  readonly dormant: boolean
  /** Base chains by name. */
  readonly hooks = new Map<string, ChainHook>()
  private readonly elements: readonly Element[]
  private readonly texts: RuleTexts | null
  private found: { chains: Map<string, NativeChain>; sets: Map<string, NftSet> } | null = null

  constructor(known: Pick<NftTable, 'family' | 'name' | 'dormant'>, elements: readonly Element[], texts: RuleTexts | null) {
    this.family = known.family
    this.name = known.name
    this.dormant = known.dormant
    this.elements = elements
    this.texts = texts
  }

  get chains(): Map<string, NativeChain> {
    return this.content.chains
  }

  get sets(): Map<string, NftSet> {
    return this.content.sets
  }

  private get content() {
    this.found ??= this.read()
    return this.found
  }

  private read() {
    const chains = new Map<string, NativeChain>()
    const sets = new Map<string, NftSet>()
    const chainOf = (name: string) => {
      const chain = chains.get(name) ?? new NativeChain(this, name, this.hooks.get(name) ?? NO_HOOK, this.texts)
      chains.set(name, chain)
      return chain
    }
    let run: { prefix: string; chain: NativeChain } | null = null
    for (const element of this.elements) {
      const { kind } = element
      if (kind === 'chain') {
        const name = this.ownName(element, 'name')
        if (name !== null) chainOf(name)
      } else if (kind === 'rule') {
        // Rules of one chain stand together, and begin with the same words up to its name.
        if (run && element.text.startsWith(run.prefix)) run.chain.add(element)
        else {
          const name = this.ownName(element, 'chain')
          if (name === null) continue
          const chain = chainOf(name)
          chain.add(element)
          run = runOf(element, name, chain)
        }
      } else if (kind === 'set' || kind === 'map') {
        if (headField(element, 'family') !== this.family || headField(element, 'table') !== this.name) continue
        const name = headField(element, 'name')
        if (name !== null) sets.set(name, new LazySet(element, name))
      }
    }
    return { chains, sets }
  }

  /** A name in an element of this table; null: it is one of another table. */
  private ownName(element: Element, name: 'name' | 'chain'): string | null {
    const { text, kind } = element
    // As nft prints it; an element that is written otherwise is parsed.
    const usual = `{"${kind}": {"family": "${this.family}", "table": "${this.name}", "${name}": "`
    if (text.startsWith(usual)) {
      const found = text.slice(usual.length, text.indexOf('"', usual.length))
      if (!found.includes('\\')) return found
    } else if (!text.includes(JSON.stringify(this.name))) return null
    const body = field(readElement(element), kind)
    return textField(body, 'family') === this.family && textField(body, 'table') === this.name ? textField(body, name) : null
  }
}

function runOf({ text }: Element, name: string, chain: NativeChain): { prefix: string; chain: NativeChain } | null {
  const written = `"chain": ${JSON.stringify(name)}`
  const end = text.indexOf(written)
  return end < 0 || end > PREFIX_CHARS ? null : { prefix: text.slice(0, end + written.length), chain }
}

/** Further behind, the words could stand in a comment. */
const PREFIX_CHARS = 512

/** A set that is parsed when first asked for: a map of a node with thousands of Services is long. */
class LazySet implements NftSet {
  readonly name: string
  private readonly element: Element
  private body: Json | undefined

  constructor(element: Element, name: string) {
    this.element = element
    this.name = name
  }

  get type(): readonly string[] {
    const type = field(this.read(), 'type')
    return listOf(type).every((part) => typeof part === 'string') ? listOf(type).map(String) : []
  }

  get mapsTo(): string | null {
    const to = field(this.read(), 'map')
    return Array.isArray(to) ? to.join(' . ') : typeof to === 'string' ? to : null
  }

  get changing(): boolean {
    const flags = listOf(field(this.read(), 'flags'))
    return flags.includes('dynamic') || flags.includes('timeout')
  }

  get elements(): readonly Json[] {
    return listOf(field(this.read(), 'elem'))
  }

  private read(): Json | undefined {
    this.body ??= field(readElement(this.element), this.element.kind)
    return this.body
  }
}
