'use client'

import { Check, X } from 'lucide-react'
import Link from 'next/link'
import { useFormatter, useTranslations } from 'next-intl'
import { duration } from '@/components/requests/request-time'
import { noQuestion, usePageAddress } from '@/components/shell/page-state'
import { useLocalText, useRecording } from '@/components/shell/recordings'
import { Bar } from '@/components/ui/states'
import { Strip } from '@/components/ui/strip'
import { useSay } from '@/components/ui/use-say'
import { useVerdictWords, VerdictChip } from '@/components/ui/verdict'
import type { RequestStrip } from '@/lib/api/overview'
import type { RequestSummary } from '@/lib/api/recordings'

export const requestColumns = ['title', 'from', 'url', 'walk', 'verdict', 'status', 'time', 'match'] as const

/** How a column's head and cells stand: numbers to the right; a phone has room for what was asked and what came. */
export const columnLook: Partial<Record<(typeof requestColumns)[number], string>> = {
  from: 'max-sm:hidden',
  url: 'max-sm:hidden',
  walk: 'max-sm:hidden',
  time: 'text-right max-sm:hidden',
  match: 'max-sm:hidden',
}

const cell = 'border-edge border-b px-3 group-last:border-b-0 max-dock:px-2'

/** One recorded request; its title is the link to the walk, and the whole row leads there too. */
export function RequestRow({ request, walked, loading }: { request: RequestSummary; walked: RequestStrip | undefined; loading: boolean }) {
  const t = useTranslations('requests')
  const say = useSay()
  const format = useFormatter()
  const local = useLocalText()
  const words = useVerdictWords()
  const recording = useRecording()
  const { state, href } = usePageAddress()
  const title = local(request.title)
  return (
    <tr className="group relative h-[37px] hover:bg-hover">
      <th scope="row" className={`${cell} max-w-[280px] text-left max-dock:max-w-[190px] max-sm:w-full max-sm:max-w-0 font-medium`}>
        <Link
          href={href('/', { ...noQuestion, recording: recording?.name ?? null, request: request.id, at: 0, freeze: state.freeze })}
          prefetch={false}
          title={title}
          className="block truncate after:absolute after:inset-0"
        >
          {title}
        </Link>
      </th>
      <td className={`${cell} ${columnLook.from} max-w-[150px] truncate max-dock:max-w-[110px] font-mono text-rule`} title={request.from}>
        {request.from}
      </td>
      <td
        className={`${cell} ${columnLook.url} max-w-[260px] truncate max-dock:max-w-[170px] font-mono text-rule`}
        title={request.host ? `${request.url}  Host: ${request.host}` : request.url}
      >
        {request.method === 'GET' ? '' : `${request.method} `}
        {request.url}
      </td>
      <td className={`${cell} ${columnLook.walk}`}>
        {walked ? (
          <span className="block w-[132px] dock:w-[320px] 2xl:w-[480px]">
            <Strip strip={walked.strip} label={t('stripLabel', { title, verdict: words(walked.strip.verdict) })} />
          </span>
        ) : loading ? (
          <Bar width={180} height={9} />
        ) : null}
      </td>
      <td className={cell}>{walked ? <VerdictChip verdict={walked.strip.verdict} size="small" /> : null}</td>
      <td className={`${cell} whitespace-nowrap font-mono text-rule`}>
        {request.outcome.status || t('curlExit', { code: request.outcome.exit })}
      </td>
      <td className={`${cell} ${columnLook.time} whitespace-nowrap font-mono text-rule text-ink-2`}>
        {request.outcome.seconds === null ? '' : duration(request.outcome.seconds, format)}
      </td>
      <td className={`${cell} ${columnLook.match} whitespace-nowrap`}>
        <MatchCell walked={walked} why={(request.whyCode && say(request.whyCode)) ?? request.why} />
      </td>
    </tr>
  )
}

function MatchCell({ walked, why }: { walked: RequestStrip | undefined; why: string | null }) {
  const t = useTranslations('requests')
  const match = walked?.match
  if (!walked) return null
  if (!match)
    return (
      <span className="text-ink-3" title={why ?? undefined}>
        {t('notCompared')}
        {why ? <span className="sr-only">: {why}</span> : null}
      </span>
    )
  const whole = match.agreed === match.of
  const Glyph = whole ? Check : X
  return (
    <span className={`flex items-center gap-1.5 ${whole ? 'text-ink-2' : 'font-semibold text-dropped'}`}>
      <Glyph size={12} className={whole ? 'text-trace' : ''} aria-hidden />
      {t('match', { agreed: match.agreed, of: match.of })}
    </span>
  )
}
