'use client'

import { useFormatter, useTranslations } from 'next-intl'
import { type ReactNode, useMemo, useState } from 'react'
import { requestTime } from '@/components/requests/request-time'
import type { RecordedAnswer } from '@/components/shell/api-types'
import { usePageAddress, type Ways } from '@/components/shell/page-state'
import { Popover } from '@/components/ui/popover'
import { Segment } from '@/components/ui/segment'
import { VerdictChip } from '@/components/ui/verdict'
import type { Walk } from '@/lib/api/step'
import { countWalk } from './walk-counts'

const ways: readonly Ways[] = ['both', 'request', 'answer']

/** The answer in one row: verdict, one sentence, counts, agreement with the kernel, and which way is shown. `children`: the picture's own controls. */
export function AnswerStrip({
  walk,
  sentence,
  recorded,
  children,
}: {
  walk: Walk
  sentence: ReactNode
  recorded: RecordedAnswer | null
  children?: ReactNode
}) {
  const t = useTranslations('answer')
  const { state, update } = usePageAddress()
  const counts = useMemo(() => countWalk(walk), [walk])
  const strong = (chunks: ReactNode) => <strong className="text-ink">{chunks}</strong>
  return (
    <section aria-label={t('answer')} className="flex h-[38px] shrink-0 items-center gap-3 border-edge border-b bg-bar px-3.5" data-answer>
      <VerdictChip verdict={walk.verdict} />
      <p className="min-w-0 grow truncate" title={walk.verdict.reason} data-sentence>
        {sentence}
      </p>
      <p className="flex items-center gap-3.5 whitespace-nowrap text-meta text-ink-2">
        {recorded ? <Outcome answer={recorded} /> : null}
        <span>{t.rich('rewrites', { count: counts.rewrites, strong })}</span>
        <span className="max-dock:hidden">{t.rich('proxies', { count: counts.proxies, strong })}</span>
      </p>
      {recorded ? <Match answer={recorded} /> : null}
      <Segment
        name="ways"
        label={t('ways')}
        value={state.ways}
        options={ways.map((value) => ({ value, label: t(`way.${value}`) }))}
        onChange={(value) => update({ ways: value })}
      />
      {children}
    </section>
  )
}

/** What really happened, beside the verdict that the walk predicts. */
function Outcome({ answer }: { answer: RecordedAnswer }) {
  const t = useTranslations('answer')
  const tr = useTranslations('requests')
  const format = useFormatter()
  return (
    <span className="max-dock:hidden" data-recorded-outcome>
      {t('recordedOutcome')} <strong className="text-ink">{requestTime(answer.request, tr, format)}</strong>
    </span>
  )
}

function Match({ answer }: { answer: RecordedAnswer }) {
  const t = useTranslations('answer')
  const [open, setOpen] = useState(false)
  const strong = (chunks: ReactNode) => <strong className="text-ink">{chunks}</strong>
  if (answer.request.compare === false) {
    const why = answer.request.why || t('notComparedWhy')
    return (
      <span className="max-w-[220px] truncate text-meta text-ink-3" title={why}>
        {t('notCompared', { why })}
      </span>
    )
  }
  const match = answer.match
  if (answer.differences.length === 0 || answer.agrees) {
    return match ? (
      <span className="whitespace-nowrap text-meta text-ink-2" data-match>
        {t.rich('match', { ...match, strong })}
      </span>
    ) : null
  }
  return (
    <Popover
      open={open}
      onOpenChange={setOpen}
      label={t('differences')}
      align="end"
      className="w-[520px] p-3"
      trigger={
        <button type="button" data-match className="h-[22px] whitespace-nowrap rounded-chip bg-dropped-bg px-2 text-meta text-dropped">
          {match ? t.rich('match', { ...match, strong: (chunks) => <strong>{chunks}</strong> }) : t('differences')}
        </button>
      }
    >
      <h2 className="mb-2 font-semibold">{t('differences')}</h2>
      <ul className="flex flex-col gap-2">
        {answer.differences.map((difference, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: the list is only replaced whole
          <li key={index} className="border-edge border-b pb-2 font-mono text-rule break-words last:border-b-0">
            {difference.netns ? <strong>{difference.netns} </strong> : null}
            {difference.message}
          </li>
        ))}
      </ul>
    </Popover>
  )
}
