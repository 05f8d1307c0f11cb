'use client'

import { AppWindow, Dices, Lock, LockOpen } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { Lines } from '@/components/path/card-lines'
import { troubleOf } from '@/components/path/feed'
import { FeedChip } from '@/components/path/feed-chip'
import { FoldButton } from '@/components/path/fold-button'
import { Ruler } from '@/components/path/ruler'
import { StageMark } from '@/components/path/stage-mark'
import { Tag } from '@/components/path/tag'
import { useText } from '@/components/path/use-text'
import { usePath } from '@/components/path/view-context'
import { VerdictChip } from '@/components/ui/verdict'
import { page } from '@/lib/path/geometry'
import type { Card } from '@/lib/path/model'

/** A small card of a fork: what it rewrites to, or where it leads. */
export function Outcome({ card, inverted }: { card: Card; inverted: boolean }) {
  const text = useText()
  return (
    <div className="flex h-full flex-col justify-center">
      <span
        className={`truncate font-mono text-[10.5px] leading-[15px] font-bold ${inverted ? 'text-inv-hi' : ''}`}
        title={text(card.title)}
      >
        {text(card.title)}
      </span>
      {card.lines.map((line) => (
        <span key={text(line.text)} className="truncate font-mono text-[10.5px] leading-[15px] tracking-[-0.08em]" title={text(line.text)}>
          {text(line.text)}
        </span>
      ))}
    </div>
  )
}

/** Every other card: a title with what belongs to it, and its lines. */
export function Content({ card, inverted }: { card: Card; inverted: boolean }) {
  const text = useText()
  const t = useTranslations('path.card')
  const path = usePath()
  const { detail } = path
  const trouble = troubleOf(card, path.proxies)
  const title = text(card.title)
  const pad = card.h <= page.touch ? (card.h - 18) / 2 : card.look === 'passed' ? 4 : 6
  return (
    <div style={{ paddingTop: pad }}>
      <div className="flex h-4 min-w-0 items-center gap-1.5">
        {card.op ? (
          <span className="shrink-0 rounded-tag bg-inv-hi px-1 font-mono text-[10.5px] leading-[14px] font-semibold text-inv">
            {card.op}
          </span>
        ) : null}
        {card.look === 'app' ? <AppWindow size={13} aria-hidden className="shrink-0 text-ink-2" /> : null}
        <span
          className={`${card.look === 'routing' && !card.mono ? 'shrink-0' : 'min-w-0 truncate'} ${card.mono ? 'font-mono text-chain font-semibold' : 'text-card-title font-semibold'} ${card.look === 'passed' ? '[word-spacing:-3px]' : ''}`}
          title={title}
        >
          {title}
        </span>
        {card.look === 'passed' ? null : <StageMark stages={card.stages} inverted={inverted} />}
        {card.aside === undefined ? (
          <span className="ml-auto" />
        ) : (
          <span className="ml-auto min-w-0 truncate text-meta text-ink-3" title={text(card.aside)}>
            {text(card.aside)}
          </span>
        )}
        {card.pick ? (
          <span className="inline-flex h-4 shrink-0 items-center gap-1 rounded-small bg-random-bg px-1.5 text-[10.5px] font-semibold text-random">
            <Dices size={11} aria-hidden />
            {t('pick', card.pick)}
          </span>
        ) : null}
        {card.computed ? <Tag inverted={inverted}>{t('computed')}</Tag> : null}
        {card.lock ? (
          card.lock === 'mtls' ? (
            <Lock size={12} aria-hidden className="shrink-0 text-ink-2" />
          ) : (
            <LockOpen size={12} aria-hidden className="shrink-0 text-ink-2" />
          )
        ) : null}
        {card.look === 'rewrite' || card.pick || trouble || !card.ruler || (card.chip && card.tone) ? null : <Ruler ruler={card.ruler} />}
        {card.chip && (card.tone || card.look === 'app') ? <VerdictChip verdict={card.chip} size="small" /> : null}
        {trouble && card.xds ? <FeedChip trouble={trouble} xds={card.xds} /> : null}
        {card.xds ? <Tag>{card.xds}</Tag> : null}
        {card.range ? <span className="font-mono text-count text-ink-3">{card.range}</span> : null}
        {card.fold && card.look === 'fold' ? <FoldButton fold={card.fold} label={t('open')} toggle={path.toggle} /> : null}
      </div>
      {detail === 'full' ? <Lines card={card} inverted={inverted} /> : null}
    </div>
  )
}
