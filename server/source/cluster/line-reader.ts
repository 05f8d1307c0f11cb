import { StringDecoder } from 'node:string_decoder'

/** Puts chunks of a stream together to lines. A line longer than `maxLength` (characters) ends the stream by an error. What stands after the last line break is not given out. */
export class LineReader {
  private readonly decoder = new StringDecoder('utf8')
  private parts: string[] = []
  private length = 0

  constructor(private readonly maxLength: number) {}

  /** The lines that a chunk completes, without their breaks. */
  take(chunk: Buffer): string[] {
    const text = this.decoder.write(chunk)
    const pieces = text.split('\n')
    const rest = pieces.pop() ?? ''
    const lines = pieces.map((piece, n) => {
      if (n > 0) return piece
      const line = this.parts.join('') + piece
      this.parts = []
      this.length = 0
      return line
    })
    this.parts.push(rest)
    this.length += rest.length
    if (this.length > this.maxLength) throw new Error(`a line of more than ${this.maxLength} characters`)
    return lines
  }
}
