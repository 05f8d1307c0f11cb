'use client'

import { ChevronDown, ChevronRight, ChevronUp, X } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { Fragment } from 'react'
import { middleCut } from '@/components/path/frame-node'
import { Branches } from '@/components/path/panel/branches'
import { Commands } from '@/components/path/panel/commands'
import { Events } from '@/components/path/panel/events'
import { EvidenceSection } from '@/components/path/panel/evidence'
import { Links } from '@/components/path/panel/links'
import { Objects } from '@/components/path/panel/objects'
import { PacketTable } from '@/components/path/panel/packet-table'
import { Skipped } from '@/components/path/panel/skipped'
import { Source } from '@/components/path/panel/source'
import { panelWidth, peekHeight } from '@/components/path/panel/width'
import type { Recorded } from '@/components/path/path-props'
import { StageMark } from '@/components/path/stage-mark'
import { toneFill } from '@/components/path/tone'
import { crumbsOf, Sentences, useExplain } from '@/components/path/use-explain'
import { useText } from '@/components/path/use-text'
import { Button, IconButton } from '@/components/ui/button'
import { Kbd } from '@/components/ui/kbd'
import { explainStep } from '@/lib/explain/step'
import { mainStep } from '@/lib/path/main-step'
import type { Layout, Stop } from '@/lib/path/model'
import { stageOf } from '@/lib/path/stages'

type Props = {
  stop: Stop
  layout: Layout
  recorded: Recorded | null
  recording: string | null
  start: string | null
  docked: boolean
  sheet: boolean
  onSheet: (open: boolean) => void
  onMove: (by: 1 | -1) => void
  onClose: () => void
  onSelect: (id: string) => void
  onFollow: (index: number, fork?: number) => void
}

/** Everything about the selected step: docked at the right of wide windows, else a sheet at the bottom. */
export function Panel(props: Props) {
  const t = useTranslations('path.panel')
  const { stop, docked, sheet } = props
  if (!docked) {
    return (
      <aside
        data-path-panel
        aria-label={t('label')}
        style={{ height: sheet ? '60%' : peekHeight }}
        className="absolute inset-x-0 bottom-0 z-20 flex flex-col border-t border-edge bg-bar shadow-float transition-[height] duration-150 ease-out"
      >
        <div className="flex h-[88px] shrink-0 items-center gap-6 px-3.5 max-sm:flex-wrap max-sm:content-center max-sm:gap-x-2 max-sm:gap-y-0.5">
          <div className="w-52 min-w-0 shrink-0 max-sm:w-auto max-sm:shrink max-sm:grow max-sm:basis-0">
            <Crumbs stop={stop} className="max-sm:hidden" />
            <Title {...props} />
          </div>
          <p className="line-clamp-2 min-w-0 flex-1 text-lead text-ink-2 max-sm:order-last max-sm:basis-full">
            <Sentence {...props} />
          </p>
          <div className="flex shrink-0 items-center gap-2 max-sm:gap-1">
            <IconButton look="plain" label={t('previous')} onClick={() => props.onMove(-1)}>
              <ChevronUp size={14} aria-hidden />
            </IconButton>
            <IconButton look="plain" label={t('next')} onClick={() => props.onMove(1)}>
              <ChevronDown size={14} aria-hidden />
            </IconButton>
            <Button onClick={() => props.onSheet(!sheet)} aria-expanded={sheet}>
              {sheet ? t('less') : t('details')}
              <span className="max-sm:hidden">
                <Kbd>⏎</Kbd>
              </span>
            </Button>
          </div>
        </div>
        {sheet ? (
          <div className="min-h-0 flex-1 overflow-y-auto border-t border-edge">
            <Sections {...props} />
          </div>
        ) : null}
      </aside>
    )
  }
  return (
    <aside
      data-path-panel
      aria-label={t('label')}
      style={{ width: panelWidth }}
      className="absolute inset-y-0 right-0 z-20 flex flex-col border-l border-edge bg-bar"
    >
      <header className="shrink-0 border-b border-edge px-3.5 pt-2 pb-2.5">
        <div className="flex items-center">
          <Crumbs stop={stop} />
          <span className="ml-auto flex shrink-0">
            <IconButton label={t('previous')} className="!size-6" onClick={() => props.onMove(-1)}>
              <ChevronUp size={14} aria-hidden />
            </IconButton>
            <IconButton label={t('next')} className="!size-6" onClick={() => props.onMove(1)}>
              <ChevronDown size={14} aria-hidden />
            </IconButton>
            <IconButton label={t('close')} className="!size-6" onClick={props.onClose}>
              <X size={14} aria-hidden />
            </IconButton>
          </span>
        </div>
        <Title {...props} />
      </header>
      <div className="min-h-0 flex-1 overflow-y-auto">
        <section className="border-b border-edge px-3.5 py-2.5 text-lead">
          <Sentence {...props} />
        </section>
        <Sections {...props} />
      </div>
      <footer className="flex h-[31px] shrink-0 items-center gap-1.5 border-t border-edge px-3.5 text-meta text-ink-3">
        <Kbd>↑</Kbd>
        <Kbd>↓</Kbd>
        <span className="mr-2">{t('along')}</span>
        <Kbd>esc</Kbd>
        <span>{t('escape')}</span>
        <span className="ml-auto">
          <Kbd>?</Kbd>
        </span>
      </footer>
    </aside>
  )
}

/** What happened at the step in a sentence; where the walk says nothing of it, how the walk ended. */
function Sentence({ stop, layout }: Pick<Props, 'stop' | 'layout'>) {
  const t = useTranslations('path.panel')
  const step = mainStep(stop)
  return step ? <Sentences messages={explainStep(step).sentence} /> : stop.card ? t('empty') : layout.verdict.reason
}

/** Characters of a part of the breadcrumb that is never cut: tables and hooks. */
const shortCrumb = 12

function Crumbs({ stop, className = '' }: { stop: Stop; className?: string }) {
  const no = stageOf(stop.steps)
  return (
    <p className={`flex min-w-0 items-center gap-1 overflow-hidden whitespace-nowrap text-meta text-ink-3 ${className}`}>
      {crumbsOf(stop).map((part, i) => (
        <Fragment key={part}>
          {i > 0 ? <ChevronRight size={10} aria-hidden className="shrink-0" /> : null}
          <span className={part.length > shortCrumb ? 'min-w-0 truncate' : 'shrink-0'} title={part}>
            {middleCut(part, 20)}
          </span>
        </Fragment>
      ))}
      <StageMark stages={no === undefined ? undefined : [no]} />
    </p>
  )
}

function Title({ stop, layout }: Pick<Props, 'stop' | 'layout'>) {
  const t = useTranslations('path')
  const { plain } = useExplain()
  const text = useText()
  const step = mainStep(stop)
  const caption = layout.axis?.stops.find((s) => s.id === stop.id)?.caption
  const station = layout.stations.find((s) => s.id === stop.id)
  const pick = stop.card?.pick
  const title = caption
    ? text(caption.title)
    : pick
      ? t('panel.oneOf', { of: pick.of })
      : stop.card && !step
        ? text(stop.card.title)
        : stop.card && (stop.card.look === 'fold' || stop.card.look === 'passed')
          ? text(stop.card.look === 'fold' ? stop.card.title : (stop.card.lines[0]?.text ?? stop.card.title))
          : step
            ? plain(explainStep(step).title)
            : layout.answer?.id === stop.id
              ? t(layout.answer.answered ? 'answer.arrives' : 'answer.none')
              : (layout.client?.name ?? '')
  return (
    <h2 className="mt-1 flex min-w-0 items-center gap-2 text-brand font-semibold">
      <span
        aria-hidden
        className={`flex size-[18px] shrink-0 items-center justify-center rounded-full font-mono text-[9.5px] font-bold text-on-trace ${toneFill[station?.tone ?? (stop.way === 'back' ? 'reply' : 'trace')]}`}
      >
        {stop.id}
      </span>
      <span className="line-clamp-2 min-w-0" title={title}>
        {title}
      </span>
      {stop.card?.op ? (
        <span className="shrink-0 rounded-tag bg-inv px-1 font-mono text-[10.5px] leading-[15px] font-semibold text-inv-hi">
          {stop.card.op}
        </span>
      ) : null}
      {stop.card?.xds ? (
        <span className="shrink-0 rounded-tag border border-edge-2 px-1 font-mono text-[10.5px] leading-[14px] text-ink-2">
          {stop.card.xds}
        </span>
      ) : null}
    </h2>
  )
}

function Sections({ stop, layout, recorded, recording, start, onSelect, onFollow }: Props) {
  const step = mainStep(stop)
  const several = stop.steps.filter((s) => s.kind === 'rule')
  return (
    <>
      <Branches stop={stop} layout={layout} recorded={recorded} onFollow={onFollow} />
      {step ? <PacketTable steps={stop.steps} /> : null}
      {several.length > 1 ? (
        several.map((s) => <Source key={`${s.table} ${s.chain} ${s.rule} ${s.ruleIndex}`} step={s} recording={recording} />)
      ) : step ? (
        <Source step={step} recording={recording} />
      ) : null}
      {step ? <Objects step={step} recording={recording} /> : null}
      <Links stop={stop} layout={layout} onSelect={onSelect} />
      {step ? <Skipped step={step} /> : null}
      {step ? <EvidenceSection stop={stop} step={step} recorded={recorded} start={start} /> : null}
      <Events stop={stop} recording={recording} />
      {step ? <Commands step={step} /> : null}
    </>
  )
}
