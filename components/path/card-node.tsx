'use client'

import { Handle, type Node, type NodeProps, Position } from '@xyflow/react'
import { AppWindow, ChevronDown, Dices, Ellipsis, Lock, LockOpen } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { memo } from 'react'
import { VerdictChip } from '@/components/ui/verdict'
import type { Card } from '@/lib/path/model'
import { Counter } from './counter'
import { Ruler } from './ruler'
import { StageMark } from './stage-mark'
import { StepButton } from './step-button'
import { toneCard } from './tone'
import { useText } from './use-text'
import { usePath } from './view-context'

export type CardNodeType = Node<{ card: Card }, 'card'>

function surface(card: Card, hovered: boolean): string {
  if (card.tone === 'unknown' || card.look === 'unknown') return 'border-[1.5px] border-dotted border-unknown hatched'
  if (card.tone !== null) return `border ${toneCard[card.tone]}`
  if (card.op && (card.look === 'rewrite' || card.look === 'outcome')) return 'border border-inv bg-inv'
  if (card.computed) return 'border border-dashed border-edge-ctl bg-card'
  return hovered ? 'border border-edge-ctl bg-hover shadow-card' : 'border border-edge bg-card shadow-card'
}

/** One card, with a button in it that is named by what happens there. */
export const CardNode = memo(function CardNode({ data: { card } }: NodeProps<CardNodeType>) {
  const path = usePath()
  const selected = path.selected === card.id
  const inverted = card.op !== undefined && card.tone === null
  const left = card.station.x - card.x + (card.look === 'outcome' ? 11 : 15)
  return (
    <>
      <Handle type="target" position={Position.Left} isConnectable={false} className="pointer-events-none !opacity-0" />
      {/* biome-ignore lint/a11y/useKeyWithClickEvents lint/a11y/noStaticElementInteractions: the button in it has the keys */}
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
      <Handle type="source" position={Position.Left} isConnectable={false} className="pointer-events-none !opacity-0" />
    </>
  )
})

function Outcome({ card, inverted }: { card: Card; inverted: boolean }) {
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
        <span key={text(line.text)} className="truncate font-mono text-[10.5px] leading-[15px] tracking-[-0.06em]" title={text(line.text)}>
          {text(line.text)}
        </span>
      ))}
    </div>
  )
}

function Content({ card, inverted }: { card: Card; inverted: boolean }) {
  const text = useText()
  const t = useTranslations('path.card')
  const path = usePath()
  const { detail } = path
  const title = text(card.title)
  const pad = card.h <= 28 ? 'pt-[5px]' : card.look === 'passed' ? 'pt-1' : 'pt-1.5'
  return (
    <div className={pad}>
      <div className="flex h-4 min-w-0 items-center gap-1.5">
        {card.op ? (
          <span className="shrink-0 rounded-tag bg-inv-hi px-1 font-mono text-[10.5px] leading-[14px] font-semibold text-inv">
            {card.op}
          </span>
        ) : null}
        {card.look === 'app' ? <AppWindow size={13} aria-hidden className="shrink-0 text-ink-2" /> : null}
        <span
          className={`${card.look === 'routing' && !card.mono ? 'shrink-0' : 'min-w-0 truncate'} ${card.mono ? 'font-mono text-chain font-semibold' : 'text-card-title font-semibold'}`}
          title={title}
        >
          {title}
        </span>
        {card.look === 'passed' ? null : <StageMark stages={card.stages} inverted={inverted} />}
        <span className="ml-auto" />
        {card.aside === undefined ? null : (
          <span className="min-w-0 truncate text-meta text-ink-3" title={text(card.aside)}>
            {text(card.aside)}
          </span>
        )}
        {card.pick ? (
          <span className="inline-flex h-4 shrink-0 items-center gap-1 rounded-small bg-random-bg px-1.5 text-[10.5px] font-semibold text-random">
            <Dices size={11} aria-hidden />
            {t('pick', card.pick)}
          </span>
        ) : null}
        {card.computed ? <Tag>{t('computed')}</Tag> : null}
        {card.lock ? (
          card.lock === 'mtls' ? (
            <Lock size={12} aria-hidden className="shrink-0 text-ink-2" />
          ) : (
            <LockOpen size={12} aria-hidden className="shrink-0 text-ink-2" />
          )
        ) : null}
        {card.look === 'rewrite' || card.pick || !card.ruler || (card.chip && card.tone) ? null : <Ruler ruler={card.ruler} />}
        {card.xds ? <Tag>{card.xds}</Tag> : null}
        {card.chip && (card.tone || card.look === 'app') ? <VerdictChip verdict={card.chip} size="small" /> : null}
        {card.range ? <span className="font-mono text-count text-ink-3">{card.range}</span> : null}
        {card.fold && card.look === 'fold' ? <FoldButton fold={card.fold} label={t('open')} toggle={path.toggle} /> : null}
      </div>
      {detail === 'full' ? <Lines card={card} inverted={inverted} /> : null}
    </div>
  )
}

function FoldButton({ fold, label, toggle }: { fold: string; label: string; toggle: (fold: string) => void }) {
  return (
    <button
      type="button"
      tabIndex={-1}
      aria-label={label}
      title={label}
      className="-mr-1 inline-flex size-4 shrink-0 items-center justify-center rounded-small text-ink-3 hover:bg-hover hover:text-ink"
      onClick={(event) => {
        event.stopPropagation()
        toggle(fold)
      }}
    >
      <ChevronDown size={12} aria-hidden />
    </button>
  )
}

const Tag = ({ children }: { children: string }) => (
  <span className="shrink-0 rounded-tag border border-edge-2 px-1 font-mono text-[10.5px] leading-[13px] font-medium text-ink-2">
    {children}
  </span>
)

function Lines({ card, inverted }: { card: Card; inverted: boolean }) {
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
    return (
      // biome-ignore lint/suspicious/noArrayIndexKey: lines have no other identity
      <div key={i} className={`flex min-w-0 items-center gap-2 ${wraps ? '' : 'h-[15px]'} ${i === 0 ? 'mt-0.5' : ''}`}>
        {card.look === 'passed' ? <Ellipsis size={12} aria-hidden className="shrink-0 text-ink-3" /> : null}
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

/** Rows that a card of outcomes has room for. */
const rows = 4

function Rows({ card }: { card: Card }) {
  const text = useText()
  const t = useTranslations('path.card')
  const choices = card.choices ?? []
  const shown = choices.length <= rows + 1 ? choices : choices.filter((c, i) => c.chosen || i < rows - 1).slice(0, rows)
  return (
    <>
      {shown.map((choice) => (
        <div
          key={choice.id}
          className={`flex h-4 min-w-0 items-center gap-2 font-mono text-rule ${choice.chosen ? 'font-semibold text-ink' : 'text-ink-2'}`}
        >
          <span className="min-w-0 truncate" title={choice.detail || text(choice.label)}>
            {choice.id} {choice.detail || text(choice.label)}
          </span>
          <span className="ml-auto shrink-0 text-random">{chanceText(choice.chance)}</span>
        </div>
      ))}
      {shown.length < choices.length ? (
        <div className="h-4 font-mono text-rule text-ink-3">{t('more', { count: choices.length - shown.length })}</div>
      ) : null}
    </>
  )
}

/** 0.3333 → "33.3 %"; an unknown chance is a question mark, never a number. */
export const chanceText = (chance: number | null): string => (chance === null ? '?' : `${Number((chance * 100).toFixed(1))} %`)
