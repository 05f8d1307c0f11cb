import { useTranslations } from 'next-intl'
import { cellLooks, StateMark } from '@/components/proxies/sync-cell'
import { Kbd } from '@/components/ui/kbd'
import type { SyncState } from '@/lib/istio/syncz/model'

const states = Object.keys(cellLooks) as SyncState[]

/** What the five states mean, and the table's keys. */
export function Legend() {
  const t = useTranslations('proxies')
  return (
    <div className="mt-2.5 flex shrink-0 flex-wrap items-center gap-x-5 gap-y-1 text-meta text-ink-3">
      {states.map((state) => (
        <span key={state} className="flex items-center gap-1.5">
          <StateMark state={state} />
          <span>{t(`meaning.${cellLooks[state].word}`)}</span>
        </span>
      ))}
      <span className="ml-auto flex items-center gap-1.5">
        <Kbd>↑</Kbd>
        <Kbd>↓</Kbd> {t('keys.rows')} <Kbd>⏎</Kbd> {t('keys.open')} <Kbd>d</Kbd> {t('keys.diff')}
      </span>
    </div>
  )
}
