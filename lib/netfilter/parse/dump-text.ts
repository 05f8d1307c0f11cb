/** A dump's text and where its lines start; strings are cut out of it only when asked for. */
export class DumpText {
  readonly text: string
  /** Position of each line's first character. */
  readonly starts: number[] = []

  constructor(text: string) {
    this.text = text
  }

  /** A line without its newline, counted from 1; empty beyond the end. */
  line(number: number): string {
    const start = this.starts[number - 1]
    if (start === undefined) return ''
    const next = this.starts[number]
    if (next !== undefined) return this.text.slice(start, next - 1)
    // While the dump is read the next line is not known yet.
    const newline = this.text.indexOf('\n', start)
    return this.text.slice(start, newline < 0 ? this.text.length : newline)
  }
}
