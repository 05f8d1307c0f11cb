import { type CardItem, cardItem, type Item } from '@/lib/path/items'

/** A jump and nothing more: no rewrite, verdict, branch or unknown. */
function plain(item: Item): item is CardItem {
  return (
    item.type === 'card' &&
    (item.card.look === 'chain' ||
      (item.card.look === 'routing' && item.card.mono) ||
      (item.card.look === 'passed' && item.card.fold === undefined)) &&
    item.card.tone === null &&
    item.card.pick === undefined
  )
}

/** Folds runs of plain jumps into one card each; runs whose id is in `open`, or that are one card, stay. A selected card begins a run: it is never hidden in one. */
export function fold(items: Item[], open: ReadonlySet<string>, selected: string | null): Item[] {
  const out: Item[] = []
  let run: CardItem[] = []
  const flush = () => {
    const [first, last] = [run[0], run.at(-1)]
    const id = `fold.${first?.id}`
    if (!first || !last || run.length < 2 || open.has(id)) out.push(...run)
    else {
      const stages = [...new Set(run.flatMap((item) => item.card.stages ?? []))]
      const names = run.map((item) => (typeof item.card.title === 'string' ? item.card.title : ''))
      const folded = cardItem({
        look: 'fold',
        tone: null,
        title: { key: 'card.folded', values: { count: run.length } },
        mono: false,
        lines: [{ text: names.join(' › '), mono: true, strong: false }],
        range: `${first.id}–${last.id}`,
        fold: id,
        ...(stages.length > 0 ? { stages } : {}),
        ...(run.some((item) => item.card.computed) ? { computed: true } : {}),
        steps: run.flatMap((item) => item.card.steps),
      })
      out.push({ ...folded, id: first.id })
    }
    run = []
  }
  for (const item of items) {
    if (plain(item)) {
      if (item.id === selected) flush()
      run.push(item)
    } else {
      flush()
      out.push(item)
    }
  }
  flush()
  return out
}
