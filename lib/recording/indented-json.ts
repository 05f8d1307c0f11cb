/** A line as it is shown: `end` is the line that closes what this one opens, null when it opens nothing that folds. */
export interface JsonLine {
  text: string
  end: number | null
  /** The line is longer than what is given. */
  cut: boolean
}

/** Characters of a line that are given; a certificate or a script stands in one. */
const MAX_LINE = 4000
const SPACE = 0x20

/**
 * A JSON text as `JSON.stringify(value, null, 2)` prints it, by lines (from 0), with what folds. Made in one pass over the text, which is
 * kept; 8 bytes a line beside it.
 */
export class IndentedJson {
  private readonly starts: Uint32Array
  private readonly ends: Uint32Array

  constructor(private readonly text: string) {
    let count = 1
    for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) count++
    this.starts = new Uint32Array(count + 1)
    for (let line = 1, at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) this.starts[line++] = at + 1
    this.starts[count] = text.length + 1
    this.ends = new Uint32Array(count)
    this.pairBrackets()
  }

  get lines(): number {
    return this.ends.length
  }

  /** Null beyond the end. */
  line(line: number): JsonLine | null {
    if (line < 0 || line >= this.lines) return null
    const [start, end] = [this.start(line), this.start(line + 1) - 1]
    return { text: this.text.slice(start, Math.min(end, start + MAX_LINE)), end: this.ends[line] || null, cut: end - start > MAX_LINE }
  }

  /** What folds at a depth, 0 for the whole: pairs of opening and closing line, ascending, at most `limit`. */
  foldsAt(depth: number, limit: number): [number, number][] {
    const folds: [number, number][] = []
    for (let line = 0; line < this.lines && folds.length < limit; line++) {
      const end = this.ends[line]
      if (end && this.indent(line) === depth * 2) folds.push([line, end])
    }
    return folds
  }

  /** The lines that hold a text, whatever its case, ascending, at most `limit`. */
  find(text: string, limit: number): number[] {
    const found: number[] = []
    // A literal: nothing in it can backtrack.
    const pattern = new RegExp(text.replace(/[\\^$.*+?()[\]{}|/-]/g, '\\$&'), 'gi')
    let line = 0
    while (text !== '' && found.length < limit) {
      const at = pattern.exec(this.text)?.index
      if (at === undefined) break
      line = this.lineOf(at, line)
      found.push(line)
      pattern.lastIndex = this.start(line + 1)
    }
    return found
  }

  /** A line that ends with an opening bracket folds, up to the line that begins with its closing one; texts can't look like that. */
  private pairBrackets(): void {
    const open: number[] = []
    for (let line = 0; line < this.lines; line++) {
      const first = this.text[this.start(line) + this.indent(line)]
      if (first === '}' || first === ']') {
        const start = open.pop()
        if (start !== undefined && line > start + 1) this.ends[start] = line
      }
      const last = this.text[this.start(line + 1) - 2]
      if (last === '{' || last === '[') open.push(line)
    }
  }

  private start(line: number): number {
    return this.starts[line] ?? this.text.length + 1
  }

  private indent(line: number): number {
    const start = this.start(line)
    let at = start
    while (this.text.charCodeAt(at) === SPACE) at++
    return at - start
  }

  private lineOf(offset: number, from: number): number {
    let [low, high] = [from, this.lines - 1]
    while (low < high) {
      const middle = (low + high + 1) >> 1
      if (this.start(middle) <= offset) low = middle
      else high = middle - 1
    }
    return low
  }
}
