import type { AnswerWay } from '@/lib/path/answer'
import type { Line } from '@/lib/path/line'
import type { AnswerCard, Card, ClientCard, Layout, Station, Stop, Tone } from '@/lib/path/model'
import { verdictTone } from '@/lib/path/verdict-tone'

/** The numbered badges. */
export function stationsOf(
  client: ClientCard | null,
  cards: Card[],
  back: AnswerWay | null,
  answer: AnswerCard | null,
  line: Line,
): Station[] {
  const out: Station[] = []
  if (client && line.start)
    out.push({
      id: client.id,
      label: client.id,
      ...client.station,
      tone: client.chip ? verdictTone(client.chip) : 'trace',
      inverted: false,
    })
  let tone: Tone = 'trace'
  for (const card of cards) {
    if (card.tone === 'unknown') tone = 'unknown'
    const other = card.look === 'outcome' && card.choices?.[0]?.chosen === false
    out.push({
      id: card.id,
      label: card.id,
      ...card.station,
      tone: other ? 'random' : (card.tone ?? tone),
      inverted: card.op !== undefined && card.tone === null && !other,
    })
  }
  for (const stop of back?.stops ?? []) out.push({ id: stop.id, label: stop.id, ...stop.station, tone: 'reply', inverted: false })
  if (answer && back) out.push({ id: answer.id, label: answer.id, ...answer.station, tone: 'reply', inverted: false })
  return out
}

/** What keys step through, in packet order there and back. */
export function stopsOf(
  client: ClientCard | null,
  cards: Card[],
  back: NonNullable<Layout['axis']>['stops'],
  answer: AnswerCard | null,
): Stop[] {
  const stops: Stop[] = []
  if (client) stops.push({ id: client.id, box: client, way: 'there', card: null, steps: client.steps })
  for (const card of cards) stops.push({ id: card.id, box: card, way: 'there', card, steps: card.steps })
  for (const stop of back)
    stops.push({
      id: stop.id,
      box: { ...stop.caption, x: stop.station.x - 9, y: stop.station.y - 9, w: stop.caption.w + 24, h: 50 },
      way: 'back',
      card: null,
      steps: stop.steps,
    })
  if (answer) stops.push({ id: answer.id, box: answer, way: 'back', card: null, steps: answer.steps })
  return stops
}
