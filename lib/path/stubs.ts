import type { Branch, Step } from '@/lib/api/step'
import { outcomeOf } from '@/lib/path/fork'
import type { Story } from '@/lib/path/story'
import type { Place } from '@/lib/path/visits'

/** A branch that goes to another place than the followed one: where, and how many steps it takes from there. */
export type Elsewhere = { index: number; name: string; address: string; netns: string; steps: number; chance: number | null }

const keyOf = (step: Step) => step.node ?? step.netns

function nextPlace(branch: Branch, from: string): Elsewhere | null {
  const at = branch.steps.findIndex((s) => s.netns !== undefined && keyOf(s) !== from)
  const step = branch.steps[at]
  if (!step) return null
  const inside = branch.steps.slice(at).find((s) => s.netns !== s.node)
  return {
    index: 0,
    name: keyOf(step) ?? '',
    address: outcomeOf(branch).detail,
    netns: inside?.netns ?? step.netns ?? '',
    steps: branch.steps.length - at,
    chance: branch.probability,
  }
}

/** For each place (by index) the branches that would have gone elsewhere instead; `before` of them stand above it. */
export function elsewhere(story: Story, places: Place[]): Map<number, { others: Elsewhere[]; before: number }> {
  const found = new Map<number, { others: Elsewhere[]; before: number }>()
  for (const [decider, fork] of story.forks) {
    const at = places.findIndex((p) => p.visits.some((v) => v.steps.includes(decider)))
    const place = places[at]
    const followed = places[at + 1]
    if (!place || !followed) continue
    const others = fork.branches.flatMap((branch, index) => {
      const next = index === fork.chosen ? null : nextPlace(branch, place.key)
      return next && next.name !== followed.key ? [{ ...next, index }] : []
    })
    if (others.length === 0) continue
    const last = at + 1 === places.length - 1
    found.set(at + 1, { others, before: last ? others.length : others.filter((o) => o.index < fork.chosen).length })
  }
  return found
}
