import type { Chain, Counter, Rule, RuleOption } from '@/lib/netfilter/model'
import { readOptions } from '@/lib/netfilter/parse/tokens'

/** A chain whose rules were computed; they become objects when somebody asks for them. Nothing was counted, so there are no counters. */
export class WrittenChain implements Chain {
  readonly table: string
  readonly name: string
  readonly policy: 'ACCEPT' | null
  readonly counter = null
  /** Rules as `iptables-save` prints them, without `-A CHAIN `. */
  readonly texts: string[] = []
  /** Line of the heading, and of the first rule, in the printed dump; set when all chains are known. */
  line = 0
  firstRule = 0
  private made: WrittenRule[] | null = null

  constructor(table: string, name: string, policy: 'ACCEPT' | null) {
    this.table = table
    this.name = name
    this.policy = policy
  }

  get rules(): Rule[] {
    this.made ??= this.texts.map((_, index) => new WrittenRule(this, index))
    return this.made
  }
}

class WrittenRule implements Rule {
  readonly counter: Counter | null = null
  private readonly home: WrittenChain
  private readonly place: number
  private words: RuleOption[] | null = null

  constructor(home: WrittenChain, place: number) {
    this.home = home
    this.place = place
  }

  get table(): string {
    return this.home.table
  }

  get chain(): string {
    return this.home.name
  }

  get index(): number {
    return this.place + 1
  }

  get line(): number {
    return this.home.firstRule + this.place
  }

  get text(): string {
    return `-A ${this.home.name} ${this.home.texts[this.place] ?? ''}`
  }

  get options(): RuleOption[] {
    this.words ??= readOptions(` ${this.home.texts[this.place] ?? ''}`)
    return this.words
  }

  get target(): string | null {
    return this.options.find(({ name }) => name === '-j' || name === '-g')?.values[0] ?? null
  }

  get goto(): boolean {
    return this.options.some(({ name }) => name === '-g')
  }
}
