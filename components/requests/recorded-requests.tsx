'use client'

import Link from 'next/link'
import { useFormatter, useTranslations } from 'next-intl'
import { requestTime } from '@/components/requests/request-time'
import { useStrips } from '@/components/requests/strips'
import { noQuestion, usePageAddress } from '@/components/shell/page-state'
import { useLocalText, useRecording } from '@/components/shell/recordings'
import { Bar, StaleBar } from '@/components/ui/states'
import { Strip } from '@/components/ui/strip'
import { useVerdictWords, VerdictChip } from '@/components/ui/verdict'

/** The recorded requests as a list: number, title, verdict, strip, status and time. Each is a link to its walk. `most`: how many are listed. */
export function RecordedRequests({ onChosen, most }: { onChosen?: () => void; most?: number }) {
  const t = useTranslations('requests')
  const format = useFormatter()
  const local = useLocalText()
  const words = useVerdictWords()
  const recording = useRecording()
  const { strips, loading, error, retry } = useStrips()
  const { state, href } = usePageAddress()
  return (
    <>
      {error ? <StaleBar error={error} label={t('stripsFailed')} onRetry={retry} /> : null}
      <ol className="@container">
        {recording?.requests.slice(0, most).map((request, index) => {
          const walked = strips.get(request.id)
          const title = local(request.title)
          return (
            <li key={request.id} className="border-edge border-b last:border-b-0">
              <Link
                href={href('/', { ...noQuestion, recording: recording.name, request: request.id, at: 0, freeze: state.freeze })}
                prefetch={false}
                onClick={onChosen}
                aria-current={state.request === request.id ? 'true' : undefined}
                className="grid grid-cols-[22px_1fr_auto] items-center gap-x-2 px-4 py-2 hover:bg-hover aria-[current=true]:bg-sunken"
              >
                <span className="font-mono text-count text-ink-3">{index + 1}</span>
                <span className="truncate font-medium" title={title}>
                  {title}
                </span>
                <span className="justify-self-end">{walked ? <VerdictChip verdict={walked.strip.verdict} size="small" /> : null}</span>
                <span />
                <span className="min-w-0 overflow-hidden py-0.5 @max-[320px]:col-span-2">
                  {walked ? (
                    <Strip strip={walked.strip} label={t('stripLabel', { title, verdict: words(walked.strip.verdict) })} />
                  ) : loading ? (
                    <Bar width="70%" height={9} />
                  ) : null}
                </span>
                <span className="justify-self-end whitespace-nowrap font-mono text-count text-ink-3 @max-[320px]:hidden">
                  {requestTime(request, t, format)}
                </span>
              </Link>
            </li>
          )
        })}
      </ol>
    </>
  )
}
