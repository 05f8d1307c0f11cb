import type { Chain, Counter } from '@/lib/netfilter/model'
import type { DumpText } from '@/lib/netfilter/parse/dump-text'
import { parseCounter, RuleLine } from '@/lib/netfilter/parse/rule-line'

/** A chain that knows which lines of the dump are its rules, and makes them when first asked. */
export class ChainLines implements Chain {
  readonly policy: 'ACCEPT' | 'DROP' | null
  readonly line: number
  readonly table: string
  readonly dump: DumpText
  /** Where its name stands in the text, and how long it is, to compare by position: much faster than with a string cut out of it. */
  readonly at: number
  readonly length: number
  hooked?: boolean
  /** First and last line of the newest run of rules: iptables-save prints a chain's rules together, so there is hardly ever another. */
  private first = 0
  private last = 0
  private earlier: [number, number][] | null = null
  private made: RuleLine[] | null = null
  private text: string | null = null

  constructor(dump: DumpText, table: string, policy: 'ACCEPT' | 'DROP' | null, line: number, at: number, length: number) {
    this.dump = dump
    this.table = table
    this.policy = policy
    this.line = line
    this.at = at
    this.length = length
  }

  /** Notes that a line is a rule of this chain; lines come in order. */
  addRule(line: number): void {
    if (this.last !== line - 1 || this.first === 0) {
      if (this.first !== 0) this.earlier = [...(this.earlier ?? []), [this.first, this.last]]
      this.first = line
    }
    this.last = line
  }

  /** What stands under another heading of the same name; lines stay in order where that one comes later. */
  takeRulesOf(other: ChainLines): void {
    for (const [first, last] of other.runs()) {
      for (let line = first; line <= last; line++) this.addRule(line)
    }
  }

  get name(): string {
    this.text ??= this.dump.text.slice(this.at, this.at + this.length)
    return this.text
  }

  get counter(): Counter | null {
    const heading = this.dump.line(this.line)
    return heading.startsWith(':') ? parseCounter(heading.slice(heading.lastIndexOf(' ') + 1)) : null
  }

  get rules(): RuleLine[] {
    if (this.made) return this.made
    const rules: RuleLine[] = []
    for (const [first, last] of this.runs()) {
      for (let line = first; line <= last; line++) rules.push(new RuleLine(this, rules.length + 1, line))
    }
    this.made = rules
    return rules
  }

  private runs(): readonly (readonly [number, number])[] {
    return this.first === 0 ? [] : [...(this.earlier ?? []), [this.first, this.last]]
  }
}
