/** Lines that occur more often than 1 % in texts from this length on are no anchors (difflib's autojunk). */
const POPULAR_FROM = 200

export interface Block {
  a: number
  b: number
  size: number
}

/**
 * The blocks of equal lines of two texts, in order, as Python's difflib.SequenceMatcher and its port in Go find them: the longest
 * common run first, then left and right of it. istioctl's diffs are made with it.
 */
export function matchingBlocks(a: readonly string[], b: readonly string[]): Block[] {
  const anchors = anchorLines(b)
  const found: Block[] = []
  const open: [number, number, number, number][] = [[0, a.length, 0, b.length]]
  for (let range = open.pop(); range; range = open.pop()) {
    const [aLow, aHigh, bLow, bHigh] = range
    const block = longestMatch(a, b, anchors, aLow, aHigh, bLow, bHigh)
    if (block.size === 0) continue
    found.push(block)
    if (aLow < block.a && bLow < block.b) open.push([aLow, block.a, bLow, block.b])
    if (block.a + block.size < aHigh && block.b + block.size < bHigh) open.push([block.a + block.size, aHigh, block.b + block.size, bHigh])
  }
  return joined(found.sort((x, y) => x.a - y.a || x.b - y.b))
}

/** Where each line of `b` occurs, without the popular ones. */
function anchorLines(b: readonly string[]): Map<string, number[]> {
  const lines = new Map<string, number[]>()
  b.forEach((line, index) => {
    const at = lines.get(line)
    if (at) at.push(index)
    else lines.set(line, [index])
  })
  if (b.length < POPULAR_FROM) return lines
  const limit = Math.floor(b.length / 100) + 1
  for (const [line, at] of lines) if (at.length > limit) lines.delete(line)
  return lines
}

function longestMatch(
  a: readonly string[],
  b: readonly string[],
  anchors: Map<string, number[]>,
  aLow: number,
  aHigh: number,
  bLow: number,
  bHigh: number,
): Block {
  const best: Block = { a: aLow, b: bLow, size: 0 }
  // Length of the run that ends at each line of b, for the line of a before and the current one.
  let before = new Map<number, number>()
  for (let i = aLow; i < aHigh; i++) {
    const here = new Map<number, number>()
    for (const j of anchors.get(a[i] ?? '') ?? []) {
      if (j < bLow) continue
      if (j >= bHigh) break
      const size = (before.get(j - 1) ?? 0) + 1
      here.set(j, size)
      if (size > best.size) Object.assign(best, { a: i - size + 1, b: j - size + 1, size })
    }
    before = here
  }
  while (best.a > aLow && best.b > bLow && a[best.a - 1] === b[best.b - 1])
    Object.assign(best, { a: best.a - 1, b: best.b - 1, size: best.size + 1 })
  while (best.a + best.size < aHigh && best.b + best.size < bHigh && a[best.a + best.size] === b[best.b + best.size]) best.size++
  return best
}

function joined(blocks: Block[]): Block[] {
  const out: Block[] = []
  for (const block of blocks) {
    const last = out.at(-1)
    if (last && last.a + last.size === block.a && last.b + last.size === block.b) last.size += block.size
    else out.push({ ...block })
  }
  return out
}
