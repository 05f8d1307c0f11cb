import type { Step } from '@/lib/api/step'

/** The packet's stay in one network namespace. */
export type Visit = { netns: string; pod: boolean; steps: Step[] }
/** A column of the picture: the node (or the outside) on which one or more visits happen in a row. */
export type Place = { key: string; kind: 'node' | 'outside'; name: string; visits: Visit[] }
export type Ways = { client: Step[]; places: Place[]; back: Step[] }

const saysNothing = (step: Step) => (step.kind === 'hook' || step.kind === 'routing') && !step.verdict && !step.branches

/** Splits the followed steps into the client's, the places in packet order, and the way back. */
export function visits(steps: Step[]): Ways {
  const back = steps.filter((s) => s.kind === 'conntrack')
  const places: Place[] = []
  let netns = ''
  let node: string | undefined
  for (const step of steps) {
    if (step.kind === 'conntrack') continue
    if (step.netns !== undefined) {
      netns = step.netns
      node = step.node
    }
    const key = node ?? netns
    let place = places.at(-1)
    if (!place || place.key !== key) {
      place = { key, kind: node === undefined ? 'outside' : 'node', name: key, visits: [] }
      places.push(place)
    }
    let visit = place.visits.at(-1)
    if (!visit || visit.netns !== netns) {
      visit = { netns, pod: node !== undefined && netns !== node, steps: [] }
      place.visits.push(visit)
    }
    visit.steps.push(step)
  }
  const first = places[0]
  const own = first?.visits.flatMap((v) => v.steps) ?? []
  if (first?.kind !== 'outside' || own[0]?.kind !== 'client' || !own.slice(1).every(saysNothing)) return { client: [], places, back }
  return { client: own, places: places.slice(1), back }
}
