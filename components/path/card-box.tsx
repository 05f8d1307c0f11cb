'use client'

import { memo } from 'react'
import { Content, Outcome } from '@/components/path/card-content'
import { StepButton } from '@/components/path/step-button'
import { toneCard } from '@/components/path/tone'
import { usePath } from '@/components/path/view-context'
import type { Card } from '@/lib/path/model'

function surface(card: Card, hovered: boolean): string {
  if (card.tone === 'unknown' || card.look === 'unknown') return 'border-[1.5px] border-dotted border-unknown hatched'
  if (card.tone !== null) return `border ${toneCard[card.tone]}`
  if (card.op && (card.look === 'rewrite' || card.look === 'outcome')) return 'border border-inv bg-inv'
  if (card.computed) return 'border border-dashed border-edge-ctl bg-card'
  return hovered ? 'border border-edge-ctl bg-hover shadow-card' : 'border border-edge bg-card shadow-card'
}

/** One card, with a button in it that is named by what happens there. */
export const CardBox = memo(function CardBox({ card }: { card: Card }) {
  const path = usePath()
  const selected = path.selected === card.id
  const inverted = card.op !== undefined && card.tone === null
  const left = card.station.x - card.x + (card.look === 'outcome' ? 11 : 15)
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents lint/a11y/noStaticElementInteractions: the button in it has the keys
    <div
      data-card={card.id}
      onClick={() => path.select(card.id)}
      onMouseEnter={() => path.hover(card.id)}
      onMouseLeave={() => path.hover(null)}
      style={{ width: card.w, height: card.h }}
      className={`nodrag relative cursor-pointer overflow-hidden rounded-card transition-[background,border-color] duration-75 ${surface(card, path.hovered === card.id)} ${selected ? 'ring-2 ring-focus' : ''} ${inverted ? 'text-inv-ink' : 'text-ink'}`}
    >
      <StepButton id={card.id} />
      <div className={`relative h-full ${card.look === 'outcome' ? 'pr-0.5' : 'pr-2'}`} style={{ paddingLeft: left }}>
        {path.detail === 'none' ? null : card.look === 'outcome' ? (
          <Outcome card={card} inverted={inverted} />
        ) : (
          <Content card={card} inverted={inverted} />
        )}
      </div>
    </div>
  )
})
