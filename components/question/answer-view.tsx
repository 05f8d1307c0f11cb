'use client'

import { useTranslations } from 'next-intl'
import type { RecordedAnswer } from '@/components/shell/api-types'
import { Bar, ErrorState } from '@/components/ui/states'
import type { Question } from '@/lib/api/question'
import type { Walk } from '@/lib/api/step'
import { AnswerStrip } from './answer-strip'
import { StepList } from './step-list'

interface AnswerProps {
  walk: Walk | undefined
  question: Question | null
  recorded: RecordedAnswer | null
  error: Error | null
  /** What failed, in words, when `error` is set. */
  what: string
  onRetry: () => void
}

/** A question's answer: its strip and its picture. */
export function AnswerView({ walk, recorded, error, what, onRetry }: AnswerProps) {
  if (error) return <ErrorState what={what} error={error} onRetry={onRetry} />
  if (!walk) return <WalkSkeleton />
  return (
    <>
      <AnswerStrip walk={walk} sentence={walk.verdict.reason} recorded={recorded} />
      <StepList walk={walk} />
    </>
  )
}

/** The frames of a usual walk at their final size. */
function WalkSkeleton() {
  const t = useTranslations('answer')
  return (
    <div role="status" className="flex min-h-0 grow flex-col">
      <div className="flex h-[38px] shrink-0 items-center border-edge border-b bg-bar px-3.5 text-ink-2">{t('walking')}</div>
      <div className="flex gap-7 overflow-hidden p-3.5 pl-[144px]" aria-hidden>
        {[0, 1, 2].map((frame) => (
          <div key={frame} className="flex h-[560px] w-[292px] shrink-0 flex-col gap-2 rounded-frame border border-node-edge bg-node p-2">
            <Bar width={140} />
            {[0, 1, 2, 3, 4, 5, 6].map((card) => (
              <div key={card} className="flex h-[46px] flex-col justify-center gap-2 rounded-card bg-card px-9">
                <Bar width="60%" />
                <Bar width="80%" height={9} />
              </div>
            ))}
          </div>
        ))}
      </div>
    </div>
  )
}
