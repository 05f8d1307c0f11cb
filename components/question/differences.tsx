'use client'

import { useFormatter, useTranslations } from 'next-intl'
import { requestTime } from '@/components/requests/request-time'
import { Sheet } from '@/components/ui/sheet'
import { VerdictChip } from '@/components/ui/verdict'
import type { RequestAnswer } from '@/lib/api/request'

/** Predicted beside recorded, and every place where they differ. */
export function Differences({ answer, onClose }: { answer: RequestAnswer; onClose: () => void }) {
  const t = useTranslations('answer')
  const tr = useTranslations('requests')
  const format = useFormatter()
  return (
    <Sheet open onOpenChange={(open) => !open && onClose()} title={t('differences')}>
      <dl className="mb-3 grid grid-cols-2 gap-3">
        <div>
          <dt className="text-meta text-ink-3">{t('predicted')}</dt>
          <dd className="mt-1 flex flex-col items-start gap-1">
            <VerdictChip verdict={answer.walk.verdict} />
            {answer.walk.verdict.reason}
          </dd>
        </div>
        <div>
          <dt className="text-meta text-ink-3">{t('recordedOutcome')}</dt>
          <dd className="mt-1 font-mono text-rule">{requestTime(answer.request, tr, format)}</dd>
        </div>
      </dl>
      <ul className="flex flex-col gap-2">
        {answer.differences.map((difference, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: the list is only replaced whole
          <li key={index} className="rounded-card bg-sunken px-3 py-2 font-mono text-rule break-words">
            {difference.netns || difference.proxy ? <strong>{difference.netns ?? difference.proxy} </strong> : null}
            {difference.message}
          </li>
        ))}
      </ul>
    </Sheet>
  )
}
