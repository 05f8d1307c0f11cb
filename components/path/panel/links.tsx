'use client'

import { ArrowRight } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { PanelSection } from '@/components/path/panel/section'
import { useText } from '@/components/path/use-text'
import type { Layout, Stop } from '@/lib/path/model'

const chain = new Set(['listener', 'filterChain', 'route', 'cluster', 'endpoint'])

/** From listener to route to cluster to endpoint of the same proxy: choosing one selects its step. */
export function Links({ stop, layout, onSelect }: { stop: Stop; layout: Layout; onSelect: (id: string) => void }) {
  const t = useTranslations('path.panel')
  const text = useText()
  const proxy = stop.steps.find((s) => s.proxy && chain.has(s.kind))?.proxy
  if (!proxy || stop.card === null) return null
  const place = stop.card.place
  const others = layout.cards.filter(
    (c) => c.place === place && c.id !== stop.id && c.steps.some((s) => s.proxy === proxy && chain.has(s.kind)),
  )
  if (others.length === 0) return null
  return (
    <PanelSection title={t('links')}>
      <ul className="space-y-0.5">
        {others.map((card) => (
          <li key={card.id}>
            <button
              type="button"
              onClick={() => onSelect(card.id)}
              className="flex w-full items-center gap-1.5 rounded-small px-1 py-0.5 text-left text-meta hover:bg-hover"
            >
              <ArrowRight size={11} aria-hidden className="shrink-0 text-ink-3" />
              <span className="shrink-0 font-semibold">{text(card.title)}</span>
              <span className="min-w-0 truncate font-mono text-rule text-ink-2">{card.lines[0] ? text(card.lines[0].text) : ''}</span>
            </button>
          </li>
        ))}
      </ul>
    </PanelSection>
  )
}
