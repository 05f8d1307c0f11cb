'use client'

import { Clock } from 'lucide-react'
import { useFormatter, useTranslations } from 'next-intl'
import { usePageAddress } from './page-state'
import { useRecording } from './recordings'

/** “Recorded 19 Oct 2024, 16:16:59”: the recording's own clock at the moment that is shown, in UTC as its files print it. */
export function RecordedAt() {
  const t = useTranslations('shell')
  const format = useFormatter()
  const recording = useRecording()
  const { at } = usePageAddress().state
  const start = recording ? Date.parse(recording.start) : Number.NaN
  if (Number.isNaN(start)) return null
  const moment = new Date(start + at)
  const day = format.dateTime(moment, { day: 'numeric', month: 'short', year: 'numeric' })
  const time = format.dateTime(moment, { hour: '2-digit', minute: '2-digit', second: '2-digit', hourCycle: 'h23' })
  return (
    <time dateTime={moment.toISOString()} title={moment.toISOString()} className="flex items-center gap-1.5 whitespace-nowrap text-ink-2">
      <Clock size={14} aria-hidden />
      <span className="max-dock:hidden">{t('recorded', { date: day, time })}</span>
      <span className="dock:hidden">{day}</span>
    </time>
  )
}
