'use client'

import dynamic from 'next/dynamic'
import { useTranslations } from 'next-intl'
import { AnswerView } from '@/components/question/answer-view'
import { askedBy } from '@/components/question/asked-by'
import { QuestionBar } from '@/components/question/question-bar'
import { useRecordedRequest, useWalk } from '@/components/question/use-walk'
import { useMoment } from '@/components/shell/moment'
import { questionOf, usePageAddress } from '@/components/shell/page-state'
import { SourceGate } from '@/components/shell/source-gate'
import { SkeletonRows } from '@/components/ui/states'

// Without something to show meanwhile, React would hide the whole page until it is there.
const OverviewView = dynamic(() => import('@/components/overview/overview-view').then((module) => module.OverviewView), {
  loading: () => <SkeletonRows rows={8} height={48} />,
})

/** Home: the question, and its walk; without a question, the overview. */
export function PathClient() {
  const t = useTranslations('answer')
  const { state } = usePageAddress()
  const recorded = useRecordedRequest(state.request)
  const question = state.request ? null : questionOf(state)
  const walk = useWalk(question)
  const moment = useMoment()
  const asked = state.request ? recorded.request && askedBy(recorded.request, moment) : question
  return (
    <>
      <h1 className="sr-only">{t('title')}</h1>
      <QuestionBar asked={asked} />
      <SourceGate>
        {state.request ? (
          <AnswerView
            counted={recorded.counted}
            recorded={recorded.recorded}
            error={recorded.error}
            stale={recorded.stale}
            what={t('failedRequest')}
            onRetry={() => void recorded.refetch()}
          />
        ) : question ? (
          <AnswerView
            counted={walk.counted}
            recorded={null}
            error={walk.error}
            stale={walk.stale}
            what={t('failed')}
            onRetry={() => void walk.refetch()}
          />
        ) : (
          <OverviewView />
        )}
      </SourceGate>
    </>
  )
}
