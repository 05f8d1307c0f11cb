import { cardsOf, type Section } from '@/lib/path/items'
import type { CardContent, LayoutOptions, Text } from '@/lib/path/model'
import { number } from '@/lib/path/number'
import { section } from '@/lib/path/section'
import { markStages, stageOf } from '@/lib/path/stages'
import type { Story } from '@/lib/path/story'
import { type Place, visits } from '@/lib/path/visits'

/** A place of the walk and what each visit of it shows. */
export type Planned = { place: Place; sections: Section[] }

/** The listener that only a sidecar has: what is meant for its own pod comes in there (Istio's bootstrap). */
const inbound = 'virtualInbound'

/** What a frame is for this walk: where it enters, where the gateway or a proxy in between is, where it ends. */
export function rolesOf(planned: Planned[], i: number, hasClient: boolean): Text[] {
  const place = planned[i]
  if (!place) return []
  if (place.place.kind === 'outside') return [{ key: 'role.outside' }]
  const roles: Text[] = []
  if (i === 0) roles.push({ key: hasClient ? 'role.entry' : 'role.sender' })
  const holds = (section: Section, app: (card: CardContent) => boolean) =>
    cardsOf(section.items).some(({ card }) => card.look === 'app' && app(card))
  const proxies = place.sections.filter((s) => s.items.some((item) => item.type === 'envoy') && !holds(s, () => true))
  const sidecar = (section: Section) => section.steps.some((step) => step.listener === inbound)
  if (proxies.some((s) => !sidecar(s))) roles.push({ key: 'role.proxy' })
  const delivered = place.sections.some((s) => holds(s, (card) => card.tone === null && card.steps.some((step) => step.kind === 'socket')))
  if (delivered || proxies.some(sidecar)) roles.push({ key: 'role.workload' })
  return roles
}

/** What stands in which place, numbered in packet order; `next` is the number after the last card. */
export function plan(story: Story, options: LayoutOptions) {
  const ways = visits(story.steps)
  const planned: Planned[] = ways.places.map((place, p) => ({
    place,
    sections: place.visits.map((visit, v) => section(visit, { forks: story.forks, open: options.open, name: `${p}.${v}` })),
  }))
  let next = ways.client.length > 0 ? 2 : 1
  let stage = stageOf(ways.client)
  for (const { sections } of planned) {
    next = number(sections, next)
    stage = markStages(sections, stage)
  }
  return { ways, planned, next }
}
