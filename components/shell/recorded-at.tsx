'use client'

import { Clock } from 'lucide-react'
import { useLocale, useTranslations } from 'next-intl'
import { useMoment } from '@/components/shell/moment'
import { usePageAddress } from '@/components/shell/page-state'
import { useRecording } from '@/components/shell/recordings'

/** English dates have the day first, so that they can't be taken for another one. */
const datesOf = (locale: string) => (locale === 'en' ? 'en-GB' : locale)

/** “Recorded 19 Oct 2024, 16:16:59”: the recording's own clock at the moment that is shown, in UTC as its files print it. */
export function RecordedAt() {
  const t = useTranslations('shell')
  const locale = useLocale()
  const recording = useRecording()
  const { request } = usePageAddress().state
  const moment = useMoment()
  const start = recording ? Date.parse(recording.start) : Number.NaN
  if (Number.isNaN(start)) return null
  const answered = recording?.requests.find((one) => one.id === request)?.endsAt ?? 0
  const shown = new Date(start + (moment || answered))
  const say = (options: Intl.DateTimeFormatOptions) => shown.toLocaleString(datesOf(locale), { timeZone: 'UTC', ...options })
  const day = say({ day: 'numeric', month: 'short', year: 'numeric' })
  const time = say({ hour: '2-digit', minute: '2-digit', second: '2-digit', hourCycle: 'h23' })
  return (
    <time dateTime={shown.toISOString()} title={shown.toISOString()} className="flex items-center gap-1.5 whitespace-nowrap text-ink-2">
      <Clock size={14} aria-hidden />
      <span className="max-dock:hidden">{t('recorded', { date: day, time })}</span>
      <span className="dock:hidden">{time}</span>
    </time>
  )
}
