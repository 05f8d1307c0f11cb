'use client'

import { useTranslations } from 'next-intl'
import { useProblemWords } from '@/components/ui/use-problem-words'
import type { DescribeAnswer } from '@/lib/api/describe'

/** What the description knows nothing of, as it was not read or could not be. */
export function NotRead({ answer: { missing, problems } }: { answer: DescribeAnswer }) {
  const t = useTranslations('describe')
  const words = useProblemWords()
  if (missing.length + problems.length === 0) return null
  return (
    <section className="rounded-card border border-warn bg-warn-bg px-3 py-1.5 text-warn">
      <h2 className="font-semibold">{t('notRead')}</h2>
      <ul className="mt-1 max-h-32 overflow-auto font-mono text-ink text-rule">
        {missing.map((entry) => (
          <li key={entry}>{entry}</li>
        ))}
        {problems.map((problem) => (
          <li key={`${problem.entry} ${problem.message}`}>{words(problem)}</li>
        ))}
      </ul>
    </section>
  )
}
