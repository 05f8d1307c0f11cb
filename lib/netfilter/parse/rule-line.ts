import type { Counter, Rule, RuleOption } from '@/lib/netfilter/model'
import type { DumpText } from '@/lib/netfilter/parse/dump-text'
import { MAX_LINE_CHARS } from '@/lib/netfilter/parse/limits'
import { readOptions, UNREADABLE } from '@/lib/netfilter/parse/tokens'

const JUMPS: ReadonlySet<string> = new Set(['-j', '--jump'])
const GOTOS: ReadonlySet<string> = new Set(['-g', '--goto'])

/** What a rule takes from the chain it stands in. */
type Home = Readonly<{ table: string; name: string; dump: DumpText }>

/** A rule that knows its line in the dump and is read only where somebody asks: most rules of a big dump never are. */
export class RuleLine implements Rule {
  readonly index: number
  readonly line: number
  private readonly home: Home
  private words: RuleOption[] | null = null
  private whole: string | null = null

  constructor(home: Home, index: number, line: number) {
    this.home = home
    this.index = index
    this.line = line
  }

  get table(): string {
    return this.home.table
  }

  get chain(): string {
    return this.home.name
  }

  get text(): string {
    this.whole ??= this.home.dump.line(this.line).slice(this.body)
    return this.whole
  }

  get counter(): Counter | null {
    return parseCounter(this.home.dump.line(this.line).slice(0, Math.max(0, this.body - 1)))
  }

  get options(): RuleOption[] {
    this.words ??= this.readOptions()
    return this.words
  }

  get target(): string | null {
    return this.jump?.values[0] ?? null
  }

  get goto(): boolean {
    return GOTOS.has(this.jump?.name ?? '')
  }

  private readOptions(): RuleOption[] {
    const rest = this.text.slice('-A '.length + this.chain.length)
    return rest.length > MAX_LINE_CHARS ? [{ negated: false, name: UNREADABLE, values: [rest.trim()] }] : readOptions(rest)
  }

  private get jump(): RuleOption | undefined {
    return this.options.find((option) => JUMPS.has(option.name) || GOTOS.has(option.name))
  }

  /** Where `-A` stands in the line: behind the counter, if there is one. */
  private get body(): number {
    const line = this.home.dump.line(this.line)
    return line.startsWith('[') ? line.indexOf(']') + 2 : 0
  }
}

/** `[packets:bytes]`; null when it is something else. */
export function parseCounter(text: string): Counter | null {
  const colon = text.indexOf(':')
  if (text[0] !== '[' || !text.endsWith(']') || colon < 2) return null
  const packets = Number(text.slice(1, colon))
  const bytes = Number(text.slice(colon + 1, -1))
  return Number.isSafeInteger(packets) && Number.isSafeInteger(bytes) ? { packets, bytes } : null
}
