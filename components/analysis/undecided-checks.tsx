import { useTranslations } from 'next-intl'
import type { AnalysisAnswer } from '@/lib/api/analysis'

/** What istioctl would look at and this could not, by the kind of objects that is not read. */
export function UndecidedChecks({ undecided }: { undecided: AnalysisAnswer['undecided'] }) {
  const t = useTranslations('analysis')
  if (undecided.length === 0) return null
  const byKind = Map.groupBy(undecided, ({ kind }) => kind)
  return (
    <details className="mx-5 mt-4 rounded-card border border-edge px-3 py-1.5 text-ink-2">
      <summary className="cursor-pointer">{t('undecided', { count: undecided.length })}</summary>
      <p className="mt-1">{t('undecidedWhy')}</p>
      <ul className="mt-1">
        {[...byKind].map(([kind, those]) => {
          const about = Math.max(...those.map((one) => one.about))
          return (
            <li key={kind} className="flex flex-wrap gap-x-2">
              <span>{t('unread', { kind })}:</span>
              <span className="font-mono text-rule">{those.map(({ code }) => code).join(', ')}</span>
              {about > 0 ? <span className="text-ink-3">{t('about', { count: about })}</span> : null}
            </li>
          )
        })}
      </ul>
    </details>
  )
}
