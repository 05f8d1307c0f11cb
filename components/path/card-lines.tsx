'use client'

import { Ellipsis } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { Rows } from '@/components/path/card-rows'
import { Counter } from '@/components/path/counter'
import { FoldButton } from '@/components/path/fold-button'
import { Ruler } from '@/components/path/ruler'
import { StageMark } from '@/components/path/stage-mark'
import { useText } from '@/components/path/use-text'
import { usePath } from '@/components/path/view-context'
import type { Card } from '@/lib/path/model'

/** What stands under a card's title: the rule, the rewrite, the resource's name, with the counter. */
export function Lines({ card, inverted }: { card: Card; inverted: boolean }) {
  const text = useText()
  const t = useTranslations('path.card')
  const { deltas, toggle } = usePath()
  const delta = card.counter ? deltas.get(card.counter.key) : undefined
  const nat = card.steps.some((s) => s.table === 'nat')
  const counter = card.counter ? (
    <Counter
      counter={card.counter}
      delta={delta}
      inverted={inverted}
      label={t(nat ? 'connections' : 'packets', { value: card.counter.packets })}
    />
  ) : null
  if (card.look === 'choices') return <Rows card={card} />
  return card.lines.map((line, i) => {
    const said = text(line.text)
    const whole = line.beside ? `${said} ${line.beside}` : said
    const right =
      card.look === 'rewrite' ? (
        i === 0 ? (
          card.ruler ? (
            <Ruler ruler={card.ruler} inverted={inverted} />
          ) : null
        ) : (
          counter
        )
      ) : i === 0 ? (
        card.returns && card.trip ? (
          <span className="shrink-0 font-mono text-count text-ink-3">{t('returns')}</span>
        ) : (
          counter
        )
      ) : null
    const colour = inverted ? (line.strong ? 'text-inv-hi' : 'text-inv-ink-2') : line.strong ? 'text-ink' : 'text-ink-2'
    const wraps = card.look === 'fold'
    const room = `${card.look === 'passed' ? 'gap-1' : 'gap-2'} ${wraps ? '' : 'h-[15px]'} ${i === 0 ? 'mt-0.5' : ''}`
    return (
      // biome-ignore lint/suspicious/noArrayIndexKey: lines have no other identity
      <div key={i} className={`flex min-w-0 items-center ${room}`}>
        {/* Numbers of two stages need its room. */}
        {card.look === 'passed' && (card.stages?.length ?? 0) < 2 ? (
          <Ellipsis size={12} aria-hidden className="shrink-0 text-ink-3" />
        ) : null}
        <span
          className={`min-w-0 ${wraps ? 'line-clamp-2 [overflow-wrap:anywhere]' : 'truncate'} ${line.mono ? 'font-mono text-rule' : 'text-meta leading-[15px]'} ${colour}`}
          title={whole}
        >
          {said}
          {line.beside ? <span className="text-ink-3"> {line.beside}</span> : null}
        </span>
        {card.look === 'passed' ? <StageMark stages={card.stages} /> : null}
        <span className="ml-auto" />
        {right}
        {card.look === 'passed' && card.fold && card.steps.some((s) => s.kind === 'rule') ? (
          <FoldButton fold={card.fold} label={t('open')} toggle={toggle} />
        ) : null}
      </div>
    )
  })
}
