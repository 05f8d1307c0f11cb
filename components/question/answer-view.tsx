'use client'

import dynamic from 'next/dynamic'
import { useTranslations } from 'next-intl'
import { useCallback, useMemo, useState } from 'react'
import type { Recorded } from '@/components/path/path-props'
import { askedBy } from '@/components/question/asked-by'
import { followText, parseFollow } from '@/components/question/follow'
import { usePlaces } from '@/components/question/places'
import { StepList } from '@/components/question/step-list'
import { useEntries } from '@/components/question/use-entries'
import { type Counted, walkUrl } from '@/components/question/use-walk'
import { WalkSkeleton } from '@/components/question/walk-skeleton'
import { useMoment } from '@/components/shell/moment'
import { noQuestion, questionOf, usePageAddress } from '@/components/shell/page-state'
import { useRecording } from '@/components/shell/recordings'
import { Button } from '@/components/ui/button'
import { ErrorState, StaleBar } from '@/components/ui/states'
import type { RequestAnswer } from '@/lib/api/request'
import { takenBy, withTaken } from '@/lib/path/taken'

const PathView = dynamic(() => import('@/components/path/path-view').then((module) => module.PathView), {
  ssr: false,
  loading: WalkSkeleton,
})

const Comparison = dynamic(() => import('@/components/question/comparison').then((module) => module.Comparison), { ssr: false })

interface AnswerProps {
  counted: Counted | null
  recorded: RequestAnswer | null
  error: Error | null
  /** `counted` is of a moment before, since this one could not be read. */
  stale: boolean
  /** What failed, in words, when `error` is set. */
  what: string
  onRetry: () => void
}

/** A question's answer: the picture with its strip and panel, and the same as a list for who can't see it. */
export function AnswerView({ counted, recorded, error, stale, what, onRetry }: AnswerProps) {
  const t = useTranslations('answer')
  const { state, update } = usePageAddress()
  const recording = useRecording()
  const { places, proxies } = usePlaces()
  const [comparing, setComparing] = useState(false)
  const taken = useMemo(() => (recorded ? takenBy(recorded.walk, recorded.recorded) : []), [recorded])
  const follow = useMemo(() => withTaken(parseFollow(state.follow), taken), [state.follow, taken])
  const shown = useMemo(() => (recorded ? recordedOf(recorded, taken) : null), [recorded, taken])
  const moment = useMoment()
  const asked = recorded ? askedBy(recorded.request, moment) : questionOf(state)
  const walkAsked = walkUrl(recording?.name, recorded ? askedBy(recorded.request, recorded.request.at) : asked, '/api/skipped')
  const skippedUrl = useCallback((skippedAt: number) => `${walkAsked}&skippedAt=${skippedAt}`, [walkAsked])
  const elsewhere = useEntries(asked, counted?.walk ?? null)
  if (error && !stale) {
    const overview = <Button onClick={() => update({ ...noQuestion, at: 0 }, 'push')}>{t('overview')}</Button>
    return <ErrorState what={what} error={error} onRetry={onRetry} action={overview} />
  }
  if (!counted) return <WalkSkeleton />
  return (
    <>
      {stale ? <StaleBar error={error} onRetry={onRetry} /> : null}
      <PathView
        walk={counted.walk}
        deltas={counted.changes}
        recorded={shown}
        elsewhere={elsewhere}
        proxies={proxies}
        places={places}
        selected={state.step}
        onSelect={(step) => update({ step })}
        follow={follow}
        onFollow={(next) => update({ follow: followText(next) })}
        way={state.ways}
        onWay={(ways) => update({ ways })}
        recording={recording?.name ?? null}
        start={recording?.start ?? null}
        freeze={state.freeze}
        onCompare={() => setComparing(true)}
        skippedUrl={skippedUrl}
      />
      <StepList walk={counted.walk} hidden />
      {comparing && recorded ? <Comparison answer={recorded} follow={follow} onClose={() => setComparing(false)} /> : null}
    </>
  )
}

function recordedOf(answer: RequestAnswer, taken: readonly number[]): Recorded {
  const { exit, status, seconds } = answer.request.outcome
  return {
    agrees: answer.agrees ?? false,
    differences: answer.differences.map((one) => one.message),
    why: answer.agrees === null ? (answer.why ?? '') : null,
    counts: answer.match ? { agree: answer.match.agreed, of: answer.match.of } : null,
    outcome: { exit, status: status || null, seconds },
    id: answer.request.id,
    taken,
  }
}
