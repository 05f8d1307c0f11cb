/** Which lines of a text are shown when ranges of it are folded: a folded range shows its first line only. Look-ups take log of the ranges. */
export class FoldedLines {
  /** The outermost ranges, ascending; `hidden`: lines that they and those before hide. */
  private readonly outer: { start: number; end: number; hidden: number }[] = []

  /** `folds`: opening line → closing line, also inside of each other. */
  constructor(
    readonly total: number,
    readonly folds: ReadonlyMap<number, number> = new Map(),
  ) {
    let hidden = 0
    for (const [start, end] of [...folds].sort(([a], [b]) => a - b)) {
      if (start <= (this.outer.at(-1)?.end ?? -1)) continue
      hidden += end - start
      this.outer.push({ start, end, hidden })
    }
  }

  get shown(): number {
    return this.total - (this.outer.at(-1)?.hidden ?? 0)
  }

  /** The line at a place among the shown ones. */
  lineAt(place: number): number {
    const before = this.before(({ start, end, hidden }) => start - (hidden - (end - start)) < place)
    return place + (before?.hidden ?? 0)
  }

  /** The place of a line among the shown ones; of a hidden line, that of the fold which hides it. */
  placeOf(line: number): number {
    const before = this.before(({ start }) => start < line)
    if (!before) return line
    return before.end >= line ? before.start - (before.hidden - (before.end - before.start)) : line - before.hidden
  }

  with(start: number, end: number): FoldedLines {
    return new FoldedLines(this.total, new Map([...this.folds, [start, end]]))
  }

  without(start: number): FoldedLines {
    return new FoldedLines(this.total, new Map([...this.folds].filter(([one]) => one !== start)))
  }

  /** With everything open that hides a line. */
  revealing(line: number): FoldedLines {
    return new FoldedLines(this.total, new Map([...this.folds].filter(([start, end]) => line <= start || line > end)))
  }

  /** The last outermost range of which this holds; it holds of a first part of them. */
  private before(holds: (range: { start: number; end: number; hidden: number }) => boolean) {
    let [low, high] = [0, this.outer.length]
    while (low < high) {
      const middle = (low + high) >> 1
      const range = this.outer[middle]
      if (range && holds(range)) low = middle + 1
      else high = middle
    }
    return this.outer[low - 1]
  }
}

/** Ascending numbers as ranges: `0-3,7`. */
export function rangesOf(lines: readonly number[]): string {
  const ranges: [number, number][] = []
  for (const line of lines) {
    const last = ranges.at(-1)
    if (last && line === last[1] + 1) last[1] = line
    else ranges.push([line, line])
  }
  return ranges.map(([from, to]) => (from === to ? from : `${from}-${to}`)).join(',')
}
