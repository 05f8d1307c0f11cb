import { matchingBlocks } from '@/lib/istio/diff/sequence-matcher'

/** istioctl's. */
export const CONTEXT_LINES = 7

/** A run of lines: equal in both, or `a` replaced by `b` (one of them may be empty). Ends are exclusive, from 0. */
export interface Change {
  equal: boolean
  aLow: number
  aHigh: number
  bLow: number
  bHigh: number
}

/** The whole of both texts as alternating runs. */
export function changes(a: readonly string[], b: readonly string[]): Change[] {
  const out: Change[] = []
  let i = 0
  let j = 0
  for (const block of [...matchingBlocks(a, b), { a: a.length, b: b.length, size: 0 }]) {
    if (i < block.a || j < block.b) out.push({ equal: false, aLow: i, aHigh: block.a, bLow: j, bHigh: block.b })
    i = block.a + block.size
    j = block.b + block.size
    if (block.size > 0) out.push({ equal: true, aLow: block.a, aHigh: i, bLow: block.b, bHigh: j })
  }
  return out
}

/** Changes with at most `context` equal lines around them, parted where more lines are equal (difflib's get_grouped_opcodes). */
export function hunks(all: readonly Change[], context = CONTEXT_LINES): Change[][] {
  const groups: Change[][] = []
  let group: Change[] = []
  const close = () => {
    if (group.some((change) => !change.equal)) groups.push(group)
    group = []
  }
  all.forEach((change, index) => {
    if (!change.equal) {
      group.push(change)
      return
    }
    const size = change.aHigh - change.aLow
    const head = { ...change, aHigh: Math.min(change.aHigh, change.aLow + context), bHigh: Math.min(change.bHigh, change.bLow + context) }
    const tail = { ...change, aLow: Math.max(change.aLow, change.aHigh - context), bLow: Math.max(change.bLow, change.bHigh - context) }
    if (index === 0) group.push(tail)
    else if (index === all.length - 1) group.push(head)
    else if (size <= 2 * context) group.push(change)
    else {
      group.push(head)
      close()
      group.push(tail)
    }
  })
  close()
  return groups
}

/** Two texts as a unified diff with istioctl's context; empty when they are equal. */
export function unifiedDiff(a: readonly string[], b: readonly string[], fromName: string, toName: string): string {
  const groups = hunks(changes(a, b))
  if (groups.length === 0) return ''
  return `--- ${fromName}\n+++ ${toName}\n${groups.map((group) => printHunk(group, a, b)).join('')}`
}

export function printHunk(group: readonly Change[], a: readonly string[], b: readonly string[], aOffset = 0, bOffset = 0): string {
  const first = group[0]
  const last = group.at(-1)
  if (!first || !last) return ''
  const lines = [`@@ -${range(first.aLow, last.aHigh, aOffset)} +${range(first.bLow, last.bHigh, bOffset)} @@`]
  for (const change of group) {
    if (change.equal) {
      for (const line of a.slice(change.aLow, change.aHigh)) lines.push(` ${line}`)
    } else {
      for (const line of a.slice(change.aLow, change.aHigh)) lines.push(`-${line}`)
      for (const line of b.slice(change.bLow, change.bHigh)) lines.push(`+${line}`)
    }
  }
  return `${lines.join('\n')}\n`
}

function range(low: number, high: number, offset: number): string {
  const size = high - low
  if (size === 1) return String(low + offset + 1)
  return `${low + offset + (size === 0 ? 0 : 1)},${size}`
}
