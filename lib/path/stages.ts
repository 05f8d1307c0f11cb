import type { Step } from '@/lib/api/step'
import type { Item, Section } from '@/lib/path/items'

/** The notes' number of what a card, a row or a step of the way back shows: that of its first step that has one. */
export const stageOf = (steps: readonly Step[]): number | undefined => steps.find((s) => s.no !== undefined)?.no

/**
 * Writes the notes' numbers where a stage begins, in packet order: on a hook row, a card or an Envoy's frame, each once. `from` is the number that
 * stands before these sections; returns the last one, for the next place.
 */
export function markStages(sections: Section[], from: number | undefined): number | undefined {
  let last = from
  const begins = (steps: readonly Step[]): number[] => {
    const found: number[] = []
    for (const { no } of steps) {
      if (no === undefined || no === last) continue
      last = no
      if (!found.includes(no)) found.push(no)
    }
    return found
  }
  const walkThrough = (items: Item[]) => {
    for (const [i, item] of items.entries()) {
      if (item.type === 'envoy') {
        const stages = begins(stepsOf(item.items))
        if (stages.length > 0) item.stages = stages
      } else if (item.type !== 'fork') {
        // An outcome's card is too narrow for a number: its stage shows on what comes next.
        if (item.type === 'card' && item.card.look === 'routing' && sameStage(item.card.steps, items[i + 1])) continue
        const stages = begins(item.type === 'hook' ? item.steps : item.card.steps)
        if (stages.length === 0) continue
        if (item.type === 'hook') item.stages = stages
        else item.card = { ...item.card, stages }
      }
    }
  }
  for (const section of sections) walkThrough(section.items)
  return last
}

/** A routing decision leaves the number to the hook's row after it: there it has room. */
const sameStage = (steps: readonly Step[], next: Item | undefined) => next?.type === 'hook' && stageOf(next.steps) === stageOf(steps)

const stepsOf = (items: Item[]): Step[] =>
  items.flatMap((item) => (item.type === 'card' ? item.card.steps : item.type === 'hook' ? item.steps : []))
