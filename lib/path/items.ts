import type { Packet, Step } from '@/lib/api/step'
import type { CardContent, Text } from '@/lib/path/model'

export type CardItem = { type: 'card'; card: CardContent; id: string }
export type HookItem = { type: 'hook'; hook: string; table: string; aside: Text; steps: Step[]; stages?: number[] }
export type EnvoyItem = { type: 'envoy'; proxy: string; items: Item[]; stages?: number[] }
/** Two or three outcomes side by side under the card that decides. */
export type ForkItem = { type: 'fork'; outcomes: CardItem[]; chosen: number }
/** What one visit of a namespace shows, in packet order. */
export type Item = CardItem | HookItem | EnvoyItem | ForkItem

export type Section = { netns: string; pod: boolean; items: Item[]; bare: boolean; packet: Packet | null; steps: Step[] }

export const cardItem = (card: CardContent): CardItem => ({ type: 'card', card, id: '' })

/** Every card of a list in packet order; of a fork all its outcomes. */
export function cardsOf(items: readonly Item[]): CardItem[] {
  return items.flatMap((item) => {
    if (item.type === 'card') return [item]
    if (item.type === 'envoy') return cardsOf(item.items)
    return item.type === 'fork' ? item.outcomes : []
  })
}
