/** For each line of indented JSON that opens an object or a list, the line that closes it. Linear in the text. */
export function foldsOf(lines: readonly string[]): ReadonlyMap<number, number> {
  const folds = new Map<number, number>()
  const open: number[] = []
  for (const [index, line] of lines.entries()) {
    const text = line.trim()
    if (text.startsWith('}') || text.startsWith(']')) {
      const start = open.pop()
      if (start !== undefined && index > start + 1) folds.set(start, index)
    }
    if (text.endsWith('{') || text.endsWith('[')) open.push(index)
  }
  return folds
}

/** The lines that are shown when these are folded: a folded line, then what comes after its end. */
export function shownLines(count: number, folds: ReadonlyMap<number, number>, folded: ReadonlySet<number>): number[] {
  const shown: number[] = []
  for (let line = 0; line < count; line++) {
    shown.push(line)
    const end = folded.has(line) ? folds.get(line) : undefined
    if (end !== undefined) line = end
  }
  return shown
}
