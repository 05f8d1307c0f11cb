import { type Change, CONTEXT_LINES, changes } from '@/lib/istio/diff/unified'

/** One line of the split view: the number (from 1) and text on each side, null where that side has no line there. */
export type DiffRow =
  | { kind: 'line'; equal: boolean; sent: { no: number; text: string } | null; active: { no: number; text: string } | null }
  | { kind: 'fold'; key: string; count: number; rows: DiffRow[] }

/** Both sides line by line, runs of equal lines folded down to istioctl's context. */
export function diffRows(sent: readonly string[], active: readonly string[]): DiffRow[] {
  const all = changes(sent, active)
  const last = all.length - 1
  return all.flatMap((change, index): DiffRow[] => {
    const lines = linesOf(change, sent, active)
    if (!change.equal) return lines
    const head = index === 0 ? 0 : CONTEXT_LINES
    const tail = index === last ? 0 : CONTEXT_LINES
    const hidden = lines.length - head - tail
    if (hidden < 2) return lines
    const rows = lines.slice(head, lines.length - tail)
    return [...lines.slice(0, head), { kind: 'fold', key: `${change.aLow}`, count: hidden, rows }, ...lines.slice(lines.length - tail)]
  })
}

function linesOf(change: Change, sent: readonly string[], active: readonly string[]): DiffRow[] {
  const size = Math.max(change.aHigh - change.aLow, change.bHigh - change.bLow)
  const at = (lines: readonly string[], low: number, high: number, i: number) =>
    low + i < high ? { no: low + i + 1, text: lines[low + i] ?? '' } : null
  return Array.from({ length: size }, (_, i) => ({
    kind: 'line',
    equal: change.equal,
    sent: at(sent, change.aLow, change.aHigh, i),
    active: at(active, change.bLow, change.bHigh, i),
  }))
}

/** Where two lines differ: the common head and tail of each, and what is between them. */
export function changedPart(text: string, other: string | undefined): [string, string, string] {
  if (other === undefined) return ['', text, '']
  let head = 0
  while (head < text.length && text[head] === other[head]) head++
  let tail = 0
  while (tail < text.length - head && tail < other.length - head && text[text.length - 1 - tail] === other[other.length - 1 - tail]) tail++
  return [text.slice(0, head), text.slice(head, text.length - tail), text.slice(text.length - tail)]
}
