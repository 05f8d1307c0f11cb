import type { Counter } from '@/lib/netfilter/model'
import { field, type Json, listOf, numberField, only, textField } from '@/lib/netfilter/nft/json'
import type { ChainHook, NftChain, NftRule, NftTable } from '@/lib/netfilter/nft/model'
import { type Element, readElement } from '@/lib/netfilter/nft/parse/elements'
import type { RuleTexts } from '@/lib/netfilter/nft/parse/rule-texts'
import { printRule } from '@/lib/netfilter/nft/print/rule'

/** A chain of a native table that knows its rules' elements and makes the rules when first asked. */
export class NativeChain implements NftChain {
  readonly name: string
  readonly policy: 'ACCEPT' | 'DROP' | null
  readonly counter: Counter | null = null
  private readonly table: NftTable
  private readonly texts: RuleTexts | null
  private readonly elements: Element[] = []
  private made: NativeRule[] | null = null

  constructor(table: NftTable, name: string, hook: ChainHook, texts: RuleTexts | null) {
    this.table = table
    this.name = name
    this.policy = hook.base === null ? null : hook.drops ? 'DROP' : 'ACCEPT'
    this.texts = texts
  }

  add(element: Element): void {
    this.elements.push(element)
  }

  /** Whether a rule has one of these words of JSON, without parsing the rules. */
  mentions(words: RegExp): boolean {
    return this.elements.some(({ text }) => words.test(text))
  }

  get line(): number {
    return this.texts?.chainLine(this.table.family, this.table.name, this.name) ?? 0
  }

  get rules(): NativeRule[] {
    this.made ??= this.elements.map((element, index) => new NativeRule(this.table, this.name, index + 1, element, this.texts))
    return this.made
  }
}

/** A native rule whose statements are parsed, and whose text is made, when first asked for. */
class NativeRule implements NftRule {
  readonly table: string
  readonly chain: string
  readonly index: number
  readonly goto = false
  readonly options = []
  private readonly home: NftTable
  private readonly element: Element
  private readonly texts: RuleTexts | null
  private body: Json | undefined
  private printed: string | null = null

  constructor(home: NftTable, chain: string, index: number, element: Element, texts: RuleTexts | null) {
    this.home = home
    this.table = home.name
    this.chain = chain
    this.index = index
    this.element = element
    this.texts = texts
  }

  get pointer(): string {
    return `/nftables/${this.element.index}`
  }

  get handle(): number | null {
    return numberField(this.read(), 'handle')
  }

  get statements(): readonly Json[] {
    return listOf(field(this.read(), 'expr'))
  }

  get comment(): string | null {
    return textField(this.read(), 'comment')
  }

  get text(): string {
    this.printed ??= this.seen?.text ?? printRule(this.statements, this.comment, this.home)
    return this.printed
  }

  get line(): number {
    return this.seen?.line ?? 0
  }

  get counter(): Counter | null {
    for (const statement of this.statements) {
      const counter = field(statement, 'counter')
      const [packets, bytes] = [numberField(counter, 'packets'), numberField(counter, 'bytes')]
      if (packets !== null && bytes !== null) return { packets, bytes }
    }
    return null
  }

  /** The chain that it calls or the verdict that it ends with; null for one that only counts or changes something. */
  get target(): string | null {
    const [kind, body] = only(this.statements.at(-1)) ?? []
    if (kind === undefined || BESIDE.has(kind)) return null
    return textField(body, 'target') ?? kind
  }

  private get seen() {
    const { handle } = this
    return handle === null ? null : (this.texts?.rule(this.home.family, this.table, this.chain, handle) ?? null)
  }

  private read(): Json | undefined {
    this.body ??= field(readElement(this.element), 'rule')
    return this.body
  }
}

/** Statements behind which a rule simply goes on. */
const BESIDE: ReadonlySet<string> = new Set(['match', 'counter', 'mangle', 'log', 'set', 'map', 'limit', 'quota', 'notrack', 'ct helper'])
