'use client'

import { useTranslations } from 'next-intl'
import { Fragment, type ReactNode } from 'react'
import { troubleOf } from '@/components/path/feed'
import { useFeedWords } from '@/components/path/feed-chip'
import type { ProxyState } from '@/components/path/proxy-state'
import { useText } from '@/components/path/use-text'
import { breadcrumb } from '@/lib/explain/breadcrumb'
import type { Message } from '@/lib/explain/message'
import { explainStep } from '@/lib/explain/step'
import { mainStep } from '@/lib/path/main-step'
import type { Layout, Stop } from '@/lib/path/model'
import { rewritten } from '@/lib/path/rule-text'
import { stageOf } from '@/lib/path/stages'

const tags = {
  b: (chunks: ReactNode) => <b className="font-semibold">{chunks}</b>,
  c: (chunks: ReactNode) => <code className="font-mono text-[0.94em] [overflow-wrap:anywhere]">{chunks}</code>,
  h: (chunks: ReactNode) => <code className="font-mono text-[0.94em] font-semibold text-trace [overflow-wrap:anywhere]">{chunks}</code>,
}
const plain = { b: (chunks: string) => chunks, c: (chunks: string) => chunks, h: (chunks: string) => chunks }

/** Says the messages of lib/explain: as rich text, or as the plain text of a label. */
export function useExplain() {
  const t = useTranslations('explain')
  return {
    rich: (message: Message) => t.rich(message.key, { ...message.values, ...tags }),
    plain: (message: Message) => t.markup(message.key, { ...message.values, ...plain }),
  }
}

export function Sentences({ messages }: { messages: Message[] }) {
  const { rich } = useExplain()
  return messages.map((message, i) => (
    // biome-ignore lint/suspicious/noArrayIndexKey: sentences have no other identity
    <Fragment key={i}>
      {i > 0 ? ' ' : ''}
      {rich(message)}
    </Fragment>
  ))
}

/** The name of a step for assistive technology: number, what it is, what it did to the packet, and that its resource may be old. */
export function useStopName(layout: Layout, proxies: ReadonlyMap<string, ProxyState>): (id: string) => string {
  const feed = useFeedWords()
  const text = useText()
  const explain = useExplain()
  const t = useTranslations('path')
  return (id) => {
    const stop = layout.stops.find((s) => s.id === id)
    if (stop) {
      const no = stageOf(stop.steps)
      return t('step', { no: id, what: no === undefined ? whatOf(stop) : `${whatOf(stop)}, ${t('stage', { no })}` })
    }
    return layout.answer?.id === id ? t('step', { no: id, what: `${t('answer.none')}, ${layout.verdict.reason}` }) : id
  }
  function whatOf(stop: Stop): string {
    const { card } = stop
    if (card) {
      const title = text(card.title)
      const rewrite = card.op ? card.steps.find((s) => s.op === card.op) : undefined
      if (rewrite) {
        const { before, after } = rewritten(rewrite)
        return `${card.op} ${title}, ${before} → ${after}`
      }
      const trouble = troubleOf(card, proxies)
      return [
        title,
        ...card.lines.map((l) => text(l.text)),
        card.chip && card.tone ? t(`verdict.${card.chip.kind}`) : '',
        trouble ? `${card.xds} ${feed.short(trouble)}` : '',
      ]
        .filter(Boolean)
        .join(', ')
    }
    const caption = layout.axis?.stops.find((s) => s.id === stop.id)?.caption
    if (caption) return [text(caption.title), ...caption.detail.map(text)].join(', ')
    const first = stop.steps[0]
    if (layout.client?.id === stop.id) return [layout.client.name, layout.client.ip, layout.client.command].filter(Boolean).join(', ')
    if (layout.answer?.id === stop.id) return layout.answer.answered ? t('answer.arrives') : `${t('answer.none')}, ${layout.verdict.reason}`
    return first ? explain.plain(explainStep(first).title) : stop.id
  }
}

/** What the live region says of a step: its name, what happened there as a title, and the sentence. */
export function useStopSaid(nameOf: (id: string) => string): (stop: Stop) => string {
  const { plain: say } = useExplain()
  return (stop) => {
    const step = mainStep(stop)
    if (!step) return nameOf(stop.id)
    const { title, sentence } = explainStep(step)
    return [`${nameOf(stop.id)}.`, `${say(title)}.`, ...sentence.map(say)].join(' ')
  }
}

export const crumbsOf = (stop: Stop): string[] => {
  const step = stop.steps.find((s) => s.kind !== 'hook') ?? stop.steps[0]
  return step ? breadcrumb(step) : []
}
