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
  hooked?: boolean
  /** First and last line of each run of rules: iptables-save prints a chain's rules together. */
  readonly runs: number[] = []
  private made: RuleLine[] | null = null

  constructor(dump: DumpText, table: string, name: string, policy: 'ACCEPT' | 'DROP' | null, line: number) {
    this.dump = dump
    this.table = table
    this.name = name
    this.policy = policy
    this.line = line
  }

  get counter(): Counter | null {
    const heading = this.dump.line(this.line)
    return heading.startsWith(':') ? parseCounter(heading.slice(heading.lastIndexOf(' ') + 1)) : null
  }

  get rules(): RuleLine[] {
    if (this.made) return this.made
    const rules: RuleLine[] = []
    for (let run = 0; run < this.runs.length; run += 2) {
      const last = this.runs[run + 1] ?? 0
      for (let line = this.runs[run] ?? 1; line <= last; line++) rules.push(new RuleLine(this, rules.length + 1, line))
    }
    this.made = rules
    return rules
  }
}
