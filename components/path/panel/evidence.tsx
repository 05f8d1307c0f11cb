'use client'

import { Check, Clock, FileText, TriangleAlert, X } from 'lucide-react'
import { useFormatter, useTranslations } from 'next-intl'
import { troubleOf } from '@/components/path/feed'
import { useFeedWords } from '@/components/path/feed-chip'
import { PanelSection } from '@/components/path/panel/section'
import type { Recorded } from '@/components/path/path-props'
import { Tag } from '@/components/path/tag'
import { usePath } from '@/components/path/view-context'
import type { Step } from '@/lib/api/step'
import type { Stop } from '@/lib/path/model'

/** Where it was seen and when, and whether the recording's own trace says the same. */
export function EvidenceSection({
  stop,
  step,
  recorded,
  start,
}: {
  stop: Stop
  step: Step
  recorded: Recorded | null
  start: string | null
}) {
  const t = useTranslations('path.panel')
  const format = useFormatter()
  const feed = useFeedWords()
  const { proxies } = usePath()
  const trouble = stop.card ? troubleOf(stop.card, proxies) : null
  const traced = step.kind === 'rule' && recorded?.counts
  const began = start === null ? Number.NaN : Date.parse(start)
  const at = step.evidence[0]?.at
  return (
    <PanelSection title={t('evidence')}>
      <ul className="space-y-1 text-meta">
        {traced ? (
          <li className={`flex items-center gap-1.5 ${recorded?.agrees ? 'text-trace' : 'text-dropped'}`}>
            {recorded?.agrees ? <Check size={12} aria-hidden /> : <X size={12} aria-hidden />}
            {recorded?.agrees ? t('agrees') : t('differs')}
          </li>
        ) : null}
        {trouble && stop.card?.xds ? (
          <li className={`flex items-start gap-1.5 ${trouble.state === 'STALE' ? 'text-warn' : 'text-dropped'}`}>
            <TriangleAlert size={12} aria-hidden className="mt-0.5 shrink-0" />
            <span className="min-w-0 whitespace-pre-line [overflow-wrap:anywhere]">{feed.why(trouble, stop.card.xds)}</span>
          </li>
        ) : null}
        {step.computed ? (
          <li className="flex items-start gap-1.5 text-ink-2">
            <Tag>{t('computed')}</Tag>
            <span>{t('computedWhy')}</span>
          </li>
        ) : null}
        {step.evidence.map((e) => {
          const where = e.line === undefined ? [e.entry, e.pointer].filter(Boolean).join(' ') : t('line', { entry: e.entry, line: e.line })
          return (
            <li key={where} className="flex items-start gap-1.5">
              <FileText size={12} aria-hidden className="mt-0.5 shrink-0 text-ink-3" />
              <span className="min-w-0 font-mono text-rule [overflow-wrap:anywhere]">{where}</span>
            </li>
          )
        })}
        {step.evidence.length === 0 ? <li className="text-ink-3">{t('noEvidence')}</li> : null}
        {at !== undefined && Number.isFinite(began) ? (
          <li className="flex items-center gap-1.5 text-ink-2">
            <Clock size={12} aria-hidden className="text-ink-3" />
            {t('at', {
              time: format.dateTime(new Date(began + at), { hour: '2-digit', minute: '2-digit', second: '2-digit', hourCycle: 'h23' }),
            })}
          </li>
        ) : null}
      </ul>
    </PanelSection>
  )
}
