import type { Ruleset, Table } from '@/lib/netfilter/model'
import { MAX_PROBLEMS } from '@/lib/netfilter/parse/limits'
import type { TableLines } from '@/lib/netfilter/parse/table-lines'

/** What is wrong with a dump and where; line and column count from 1. */
export interface DumpProblem {
  line: number
  column: number
  message: string
}

/** A dump with all that is needed to print the same bytes again. Everything is worked out when it is first asked for. */
export interface ParsedDump {
  readonly ruleset: Ruleset
  readonly problems: DumpProblem[]
  /** The first problem by which rules may be lost: what is evaluated then need not be what the kernel has. */
  readonly damage: DumpProblem | null
  readonly lineCount: number
  /** Headings of tables by their line. */
  readonly headings: ReadonlyMap<number, Table>
  /** Comments, COMMIT, empty lines and what could not be read, by their line. */
  readonly verbatim: ReadonlyMap<number, string>
  readonly endsWithNewline: boolean
}

/** What a reader finds in a dump. Two headings of one name are found only when a table names its chains, so that who asks for what is wrong makes it do so. */
export class Dump implements ParsedDump {
  readonly tables = new Map<string, TableLines>()
  readonly ruleset: Ruleset
  readonly headings = new Map<number, Table>()
  readonly endsWithNewline: boolean
  lineCount = 0
  damage: DumpProblem | null = null
  private readonly found: DumpProblem[] = []
  private readonly kept = new Map<number, string>()
  private late: (() => void) | null

  /** `late`: checks that only tell what is wrong, made when somebody asks for that. */
  constructor(endsWithNewline: boolean, late: () => void) {
    this.late = late
    this.ruleset = { tables: this.tables as Map<string, Table> }
    this.endsWithNewline = endsWithNewline
  }

  get problems(): DumpProblem[] {
    this.nameChains()
    const { late } = this
    this.late = null
    late?.()
    return this.found.toSorted((a, b) => a.line - b.line)
  }

  get verbatim(): ReadonlyMap<number, string> {
    this.nameChains()
    return this.kept
  }

  /** Notes what is wrong, up to a limit: a file of another kind has one a line. */
  report(problem: DumpProblem): void {
    if (this.found.length < MAX_PROBLEMS) this.found.push(problem)
  }

  /** Notes what is wrong where rules may be lost by it. */
  reportDamage(problem: DumpProblem): void {
    this.damage ??= problem
    this.report(problem)
  }

  /** Keeps a line as it stands. */
  keep(line: number, text: string): void {
    this.kept.set(line, text)
  }

  isKept(line: number): boolean {
    return this.kept.has(line)
  }

  private nameChains(): void {
    for (const table of this.tables.values()) table.nameChains()
  }
}
