'use client'

import { Dices, Laptop, Server } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { memo, type ReactNode } from 'react'
import { chanceText } from '@/components/path/chance'
import { StageMark } from '@/components/path/stage-mark'
import { StepButton } from '@/components/path/step-button'
import { useText } from '@/components/path/use-text'
import { usePath } from '@/components/path/view-context'
import { toneClasses, toneOf, useVerdictWords, VerdictGlyph } from '@/components/ui/verdict'
import type { Box, Layout } from '@/lib/path/model'
import { destination, source } from '@/lib/path/rule-text'

const at = ({ x, y, w, h }: Box) => ({ left: x, top: y, width: w, height: h })

/** What stands in frames beside the cards, and outside of them: tags, hook rows, the client, the answer, its captions. */
export const Furniture = memo(function Furniture({ layout, onFollow }: { layout: Layout; onFollow: (index: number) => void }) {
  const text = useText()
  const t = useTranslations('path')
  const { detail } = usePath()
  return (
    <div className="absolute top-0 left-0 z-[2]">
      {detail === 'full'
        ? layout.tags.map((tag) => (
            <dl key={tag.id} style={at(tag)} className="absolute font-mono text-rule">
              <TagRow label={t('frame.src')} value={source(tag.packet)} changed={tag.changed.src} />
              <TagRow label={t('frame.dst')} value={destination(tag.packet)} changed={tag.changed.dst} />
            </dl>
          ))
        : null}
      {detail === 'none'
        ? null
        : layout.hooks.map((hook) => (
            <div key={hook.id} style={at(hook)} className="absolute flex items-center gap-2">
              <span className="font-mono text-rule font-semibold text-ink-2">{hook.hook}</span>
              {hook.table ? (
                <span
                  title={hook.table}
                  className="min-w-0 truncate rounded-tag border border-edge-2 px-1 font-mono text-[10.5px] leading-[13px] text-ink-3"
                >
                  {hook.table}
                </span>
              ) : null}
              <StageMark stages={hook.stages} />
              <span className="ml-auto max-w-[55%] shrink-0 truncate pr-0.5 text-meta text-ink-3" title={text(hook.aside)}>
                {text(hook.aside)}
              </span>
            </div>
          ))}
      {layout.stubs.map((stub) => (
        <button
          type="button"
          key={stub.id}
          onClick={() => onFollow(stub.index)}
          style={at(stub)}
          className="pointer-events-auto absolute rounded-frame border border-node-edge bg-node py-1.5 pr-2.5 pl-11 text-left hover:border-edge-ctl"
        >
          <span className="flex items-center gap-2 text-body font-semibold">
            <Server size={13} aria-hidden className="shrink-0 text-ink-2" />
            <span className="shrink-0">{stub.name}</span>
            <span className="min-w-0 truncate font-mono text-rule font-normal text-ink-3" title={stub.address}>
              {stub.address}
            </span>
            <Chance chance={stub.chance} />
          </span>
          <span className="block truncate text-meta text-ink-2" title={text(stub.sub)}>
            {text(stub.sub)}
          </span>
        </button>
      ))}
      {layout.stopNote ? (
        <p
          style={at(layout.stopNote)}
          className="absolute line-clamp-3 text-meta text-ink-2 [overflow-wrap:anywhere]"
          title={text(layout.stopNote.text)}
        >
          {text(layout.stopNote.text)}
        </p>
      ) : null}
      {layout.axis?.card ? (
        <div style={at(layout.axis.card)} className="absolute rounded-frame border border-node-edge bg-card">
          <p className="flex h-[30px] items-center pl-[45px] text-body font-semibold">{t('answer.title')}</p>
        </div>
      ) : null}
      {layout.axis?.stops.map((stop) => (
        <Stop key={stop.id} id={stop.id} box={stop.caption} title={text(stop.caption.title)}>
          {stop.caption.detail.map((line) => text(line)).join(' ')}
        </Stop>
      ))}
      {layout.client ? <ClientCard layout={layout} /> : null}
      {layout.answer ? <AnswerCard layout={layout} /> : null}
    </div>
  )
})

function TagRow({ label, value, changed }: { label: string; value: string; changed: boolean }) {
  return (
    <div className="flex h-[17px] items-center">
      <dt className="w-6 shrink-0 text-meta font-normal text-ink-3 font-sans">{label}</dt>
      <dd className={`min-w-0 truncate ${changed ? 'font-semibold text-trace' : ''}`} title={value}>
        {value}
      </dd>
    </div>
  )
}

function Chance({ chance }: { chance: number | null }) {
  return (
    <span
      className={`ml-auto inline-flex h-[18px] shrink-0 items-center gap-1 rounded-small px-1.5 text-[10.5px] font-semibold ${chance === null ? toneClasses.unknown : toneClasses.random}`}
    >
      <Dices size={11} aria-hidden />
      {chanceText(chance)}
    </span>
  )
}

/** A step that is no card: two lines in a box of their own. */
function Stop({ id, box, title, children }: { id: string; box: Box; title: string; children: string }) {
  const path = usePath()
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents lint/a11y/noStaticElementInteractions: the button in it has the keys
    <div
      data-card={id}
      onClick={() => path.select(id)}
      style={at(box)}
      className={`pointer-events-auto absolute cursor-pointer rounded-small text-left ${path.selected === id ? 'ring-2 ring-focus ring-offset-2 ring-offset-canvas' : ''}`}
    >
      <StepButton id={id} />
      <span className="relative block truncate text-body font-semibold" title={title}>
        {title}
      </span>
      <span className="relative block truncate font-mono text-rule text-reply" title={children}>
        {children}
      </span>
    </div>
  )
}

function Side({ id, box, children }: { id: string; box: Box; children: ReactNode }) {
  const path = usePath()
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents lint/a11y/noStaticElementInteractions: the button in it has the keys
    <div
      data-card={id}
      onClick={() => path.select(id)}
      style={at(box)}
      className={`pointer-events-auto absolute cursor-pointer overflow-hidden rounded-card border border-edge bg-card text-left shadow-card hover:border-edge-ctl hover:bg-hover ${path.selected === id ? 'ring-2 ring-focus' : ''}`}
    >
      <StepButton id={id} />
      <div className="relative flex h-full flex-col px-2">{children}</div>
    </div>
  )
}

function ClientCard({ layout }: { layout: Layout }) {
  const client = layout.client
  if (!client) return null
  return (
    <Side id={client.id} box={client}>
      <span className="flex h-4 w-full items-center gap-1.5 pt-[15px] pb-2">
        <Laptop size={13} aria-hidden className="shrink-0" />
        <b className="truncate text-body" title={client.name}>
          {client.name}
        </b>
        <StageMark stages={client.stages} />
      </span>
      <span className="mt-1 block w-full truncate font-mono text-rule text-ink-2" title={client.ip}>
        {client.ip}
      </span>
      <span className="block w-full truncate font-mono text-rule" title={client.command}>
        {client.command}
      </span>
    </Side>
  )
}

function AnswerCard({ layout }: { layout: Layout }) {
  const t = useTranslations('path.answer')
  const words = useVerdictWords()
  const answer = layout.answer
  if (!answer) return null
  const { recorded, verdict } = answer
  const status = recorded?.status ? recorded.status : verdict.status
  const seconds = recorded?.seconds ?? null
  const time = seconds === null ? null : seconds < 1 ? `${Math.round(seconds * 1000)} ms` : `${seconds.toFixed(1)} s`
  if (answer.answered && status) {
    const bad = status >= 400
    return (
      <Side id={answer.id} box={answer}>
        <span
          className={`mt-1.5 inline-flex h-[18px] items-center gap-1 self-start rounded-chip px-1.5 text-body font-semibold ${bad ? toneClasses.rejected : toneClasses.reply}`}
        >
          <VerdictGlyph kind="answered" />
          {status}
        </span>
        <span className="mt-1 block w-full truncate font-mono text-rule text-ink-2">{time ?? t('predicted')}</span>
      </Side>
    )
  }
  return (
    <Side id={answer.id} box={answer}>
      <span
        className={`mt-1.5 inline-flex h-[18px] max-w-full items-center gap-1 self-start rounded-chip px-1 text-meta font-semibold ${toneClasses[toneOf(verdict)]}`}
      >
        <VerdictGlyph kind={verdict.kind} />
        <span className="truncate">{answer.answered ? words(verdict) : t('none')}</span>
      </span>
      {answer.answered ? null : (
        <span className="mt-1 line-clamp-4 text-meta text-ink-2 [overflow-wrap:anywhere]" title={verdict.reason}>
          {verdict.reason}
        </span>
      )}
      {recorded?.exit ? (
        <span className="mt-1 font-mono text-rule text-ink-2">
          {t('exit', { code: recorded.exit })}
          {time && !answer.answered ? (
            <>
              <br />
              {t('after', { seconds: (seconds ?? 0).toFixed(1) })}
            </>
          ) : null}
        </span>
      ) : null}
    </Side>
  )
}
