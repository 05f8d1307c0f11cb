import type { Chain, Counter } from '@/lib/netfilter/model'
import type { DumpText } from '@/lib/netfilter/parse/dump-text'
import { parseCounter, RuleLine } from '@/lib/netfilter/parse/rule-line'

/** A chain that knows which lines of the dump are its rules, and makes them when first asked. */
export class ChainLines implements Chain {
  readonly name: string
  readonly policy: 'ACCEPT' | 'DROP' | null
  readonly line: number
  readonly table: string
  readonly dump: DumpText
  /** Where its name stands in the text, to compare by position: much faster than with a string cut out of it. */
  readonly at: number
  hooked?: boolean
  /** First and last line of the newest run of rules: iptables-save prints a chain's rules together, so there is hardly ever another. */
  private first = 0
  private last = 0
  private earlier: [number, number][] | null = null
  private made: RuleLine[] | null = null

  constructor(dump: DumpText, table: string, name: string, policy: 'ACCEPT' | 'DROP' | null, line: number, at: number) {
    this.dump = dump
    this.table = table
    this.name = name
    this.policy = policy
    this.line = line
    this.at = at
  }

  /** Notes that a line is a rule of this chain; lines come in order. */
  addRule(line: number): void {
    if (this.last !== line - 1 || this.first === 0) {
      if (this.first !== 0) this.earlier = [...(this.earlier ?? []), [this.first, this.last]]
      this.first = line
    }
    this.last = line
  }

  get counter(): Counter | null {
    const heading = this.dump.line(this.line)
    return heading.startsWith(':') ? parseCounter(heading.slice(heading.lastIndexOf(' ') + 1)) : null
  }

  get rules(): RuleLine[] {
    if (this.made) return this.made
    const rules: RuleLine[] = []
    const runs = this.first === 0 ? [] : [...(this.earlier ?? []), [this.first, this.last] as const]
    for (const [first, last] of runs) {
      for (let line = first; line <= last; line++) rules.push(new RuleLine(this, rules.length + 1, line))
    }
    this.made = rules
    return rules
  }
}
