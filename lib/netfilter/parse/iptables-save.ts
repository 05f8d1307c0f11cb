import { ChainLines } from '@/lib/netfilter/parse/chain-lines'
import { Dump, type DumpProblem, type ParsedDump } from '@/lib/netfilter/parse/dump'
import { DumpText } from '@/lib/netfilter/parse/dump-text'
import { MAX_DUMP_CHARS, MAX_LINE_CHARS, MAX_RULES } from '@/lib/netfilter/parse/limits'
import { TableLines } from '@/lib/netfilter/parse/table-lines'

/** How many of the next declared chains are tried by position (chains without rules lie between) before the name is looked up. */
const DECLARED_AHEAD = 8
const NEWLINE = 10
const SPACE = 32
const QUOTE = '"'
const HASH = 35
const DASH = 45
const COLON = 58
const STAR = 42
const BRACKET = 91
const CLOSING = 93
const BACKSLASH = 92

/**
 * Parses what `iptables-save`, with or without `-c`, prints (also `ip6tables-save` and the legacy ones). Rules are made and split into options
 * only when asked for. A line that cannot be read becomes a problem and is kept as it stands; the rest is still parsed.
 */
export function parseIptablesSave(text: string): ParsedDump {
  return new DumpReader(text).read()
}

class DumpReader {
  private readonly text: string
  private readonly source: DumpText
  private readonly dump: Dump
  private table: TableLines | null = null
  /** Chains in the order of their headings, which is the order of their rules. */
  private readonly declared: ChainLines[] = []
  private nextDeclared = 0
  private chain: ChainLines | null = null
  private rules = 0
  private line = 0
  private stray: DumpProblem | null = null

  constructor(text: string) {
    this.text = text
    this.source = new DumpText(text)
    this.dump = new Dump(text.endsWith('\n'), () => this.checkQuotes())
  }

  read(): ParsedDump {
    const { text, dump } = this
    if (text.length > MAX_DUMP_CHARS) {
      this.damage(1, `the dump has ${text.length} characters, more than the ${MAX_DUMP_CHARS} that are read`)
      return dump
    }
    const starts = this.source.starts
    for (let start = 0; start < text.length; ) {
      const newline = text.indexOf('\n', start)
      const end = newline < 0 ? text.length : newline
      starts.push(start)
      this.line++
      if (!this.readLine(start, end)) dump.keep(this.line, text.slice(start, end))
      start = end + 1
    }
    dump.lineCount = this.line
    if (this.table) this.damage(1, `the table ${this.table.name} does not end with COMMIT`)
    else if (dump.tables.size === 0 && this.stray) dump.damage = this.stray
    return dump
  }

  /** Whether the line is in the ruleset now; what is not is kept as it stands. */
  private readLine(start: number, end: number): boolean {
    const first = this.text.charCodeAt(start)
    if (first === BRACKET || first === DASH) return this.readRule(start, end, first)
    if (first === COLON) return this.readChain(start, end)
    if (first === STAR) return this.readTable(start, end)
    return this.readOther(start, end, first)
  }

  private readRule(start: number, end: number, first: number): boolean {
    const { text, table } = this
    let body = start
    if (first === BRACKET) {
      body = skipCounter(text, start)
      if (body < 0) return this.unreadable(start, start, 'a counter looks like [packets:bytes]')
    }
    const isRule = text.charCodeAt(body) === DASH && text.charCodeAt(body + 1) === 65 && text.charCodeAt(body + 2) === SPACE
    if (!isRule || body + 3 >= end) return this.unreadable(start, body, 'a rule starts with -A and the name of its chain')
    if (!table) return this.unreadable(start, start, 'a rule stands before any table')
    if (++this.rules > MAX_RULES) return this.unreadable(start, start, `more than ${MAX_RULES} rules`)
    if (end - start > MAX_LINE_CHARS) this.problem(MAX_LINE_CHARS, `the rule has ${end - start} characters: its options are not read`)
    const chain = this.chainAt(table, body + 3, start, end)
    chain.addRule(this.line)
    return true
  }

  /** The chain whose name stands at `at`: mostly the one of the line before, or the next one that was declared. */
  private chainAt(table: TableLines, at: number, start: number, end: number): ChainLines {
    const { text, declared } = this
    if (this.chain && this.isNameAt(this.chain, at)) return this.chain
    const ahead = Math.min(declared.length, this.nextDeclared + DECLARED_AHEAD)
    for (let next = this.nextDeclared; next < ahead; next++) {
      const candidate = declared[next]
      if (candidate && this.isNameAt(candidate, at)) {
        this.nextDeclared = next + 1
        this.chain = candidate
        return candidate
      }
    }
    const space = text.indexOf(' ', at)
    const name = text.slice(at, space < 0 || space > end ? end : space)
    this.chain = this.chainNamed(table, name, at, at - start + 1)
    return this.chain
  }

  private chainNamed(table: TableLines, name: string, at: number, column: number): ChainLines {
    const known = table.chains.get(name)
    if (known) return known
    this.problem(column, `the chain ${name} is not declared in table ${table.name}`)
    const chain = new ChainLines(this.source, table.name, null, this.line, at, name.length)
    table.declare(chain)
    return chain
  }

  /** Compared from the end: names of chains differ there. */
  private isNameAt(chain: ChainLines, at: number): boolean {
    const { text } = this
    const { length } = chain
    const after = text.charCodeAt(at + length)
    if (after !== SPACE && after !== NEWLINE && !Number.isNaN(after)) return false
    let offset = length - 1
    while (offset >= 0 && text.charCodeAt(at + offset) === text.charCodeAt(chain.at + offset)) offset--
    return offset < 0
  }

  private readChain(start: number, end: number): boolean {
    const { text, table } = this
    if (!table) return this.unreadable(start, start, 'a chain stands before any table')
    const space = text.indexOf(' ', start)
    const at = space < 0 || space > end ? end : space + 1
    const policy =
      text.charCodeAt(at) === DASH ? null : text.startsWith('ACCEPT', at) ? 'ACCEPT' : text.startsWith('DROP', at) ? 'DROP' : undefined
    if (at === end || policy === undefined) return this.unreadable(start, at, 'a chain has a policy, ACCEPT or DROP, or -')
    const chain = new ChainLines(this.source, table.name, policy, this.line, start + 1, at - start - 2)
    table.declare(chain)
    this.declared.push(chain)
    return true
  }

  private readTable(start: number, end: number): boolean {
    if (this.table) this.damage(1, `the table ${this.table.name} does not end with COMMIT`)
    const name = this.text.slice(start + 1, end)
    const table = this.dump.tables.get(name) ?? new TableLines(name, (again) => this.twice(again))
    this.dump.tables.set(name, table)
    this.dump.headings.set(this.line, table)
    this.table = table
    this.chain = null
    this.nextDeclared = this.declared.length
    return true
  }

  /** Heard when the table names its chains, which may be long after this line. */
  private twice({ line, name }: ChainLines): void {
    this.dump.keep(line, this.source.line(line))
    this.dump.report({ line, column: 2, message: `the chain ${name} is declared twice` })
  }

  private readOther(start: number, end: number, first: number): boolean {
    const line = this.text.slice(start, end)
    if (line === 'COMMIT') {
      if (!this.table) this.problem(1, 'COMMIT stands outside a table')
      this.table = null
    } else if (line !== '' && first !== HASH) {
      const message = 'a line is a comment, a table, a chain, a rule or COMMIT'
      if (this.table) return this.unreadable(start, start, message)
      // Beside the tables a tool may have written a warning; a file with nothing else is no dump.
      this.stray ??= { line: this.line, column: 1, message }
      this.problem(1, message)
    }
    return false
  }

  /** A quote that does not end would swallow the target: better said than guessed. */
  private checkQuotes(): void {
    const { text, dump } = this
    const { starts } = this.source
    let line = 1
    let quote = text.indexOf(QUOTE)
    while (quote >= 0) {
      while ((starts[line] ?? text.length) <= quote) line++
      const start = starts[line - 1] ?? 0
      const end = starts[line] ?? text.length
      let open = -1
      for (; quote >= 0 && quote < end; quote = text.indexOf(QUOTE, quote + 1)) {
        if (open < 0) open = quote
        else if (text.charCodeAt(quote - 1) !== BACKSLASH || !isEscaped(text, quote)) open = -1
      }
      if (open >= 0 && !dump.isKept(line)) dump.report({ line, column: open - start + 1, message: 'a quote is opened here and not closed' })
    }
  }

  private unreadable(start: number, at: number, message: string): boolean {
    this.damage(at - start + 1, message)
    return false
  }

  private damage(column: number, message: string): void {
    this.dump.reportDamage({ line: Math.max(1, this.line), column, message })
  }

  private problem(column: number, message: string): void {
    this.dump.report({ line: Math.max(1, this.line), column, message })
  }
}

/** Whether the quote at `at` follows an odd number of backslashes. */
function isEscaped(text: string, at: number): boolean {
  let from = at
  while (text.charCodeAt(from - 1) === BACKSLASH) from--
  return (at - from) % 2 === 1
}

/** Position behind `[digits:digits] ` that starts at `start`; -1 when something else stands there. */
function skipCounter(text: string, start: number): number {
  let colons = 0
  for (let at = start + 1; at < text.length; at++) {
    const code = text.charCodeAt(at)
    if (code === COLON) colons++
    else if (code === CLOSING) return colons === 1 && text.charCodeAt(at + 1) === SPACE ? at + 2 : -1
    else if (code < 48 || code > 57) return -1
  }
  return -1
}
