import type { useFormatter, useTranslations } from 'next-intl'
import type { RequestSummary } from '@/lib/api/recordings'

/** “200 · 20 ms”, or curl's exit code where no status came. */
export function requestTime(
  request: Pick<RequestSummary, 'outcome'>,
  t: ReturnType<typeof useTranslations<'requests'>>,
  format: ReturnType<typeof useFormatter>,
): string {
  const { status, exit, seconds } = request.outcome
  const answer = status ? String(status) : t('curlExit', { code: exit })
  return seconds === null ? answer : `${answer} · ${duration(seconds, format)}`
}

/** Milliseconds below a second, else seconds with one decimal. */
export function duration(seconds: number, format: ReturnType<typeof useFormatter>): string {
  if (seconds < 1) return `${format.number(seconds * 1000, { maximumFractionDigits: seconds < 0.01 ? 1 : 0 })} ms`
  return `${format.number(seconds, { minimumFractionDigits: 1, maximumFractionDigits: 1 })} s`
}
