'use client'

import { useTranslations } from 'next-intl'
import { countStates } from '@/components/proxies/rows'
import type { ProxiesAnswer } from '@/lib/api/proxies'
import { ageAt } from '@/lib/istio/age'
import { xdsTypes } from '@/lib/istio/syncz/model'

/** The state of all proxies in one sentence, the counts beside it. */
export function AnswerLine({ answer }: { answer: ProxiesAnswer }) {
  const t = useTranslations('proxies')
  const counts = countStates(answer.proxies)
  const clauses = (['error', 'stale', 'disconnected', 'notSent', 'untold'] as const).flatMap((state) =>
    counts[state] > 0 ? [t(`sentence.${state}`, { count: counts[state] })] : [],
  )
  const sentence =
    clauses.length > 0
      ? t('sentence.trouble', { total: counts.all, clauses: clauses.join(t('sentence.and')) })
      : t('sentence.fine', { total: counts.all })
  const versions = [...new Set(answer.istiods.flatMap((istiod) => istiod.version ?? []))]
  const push = lastSend(answer)
  const age = push === null ? null : ageAt(push, answer.now ?? undefined)
  const facts = [
    {
      label: t('fact.istiods'),
      value: t('fact.answered', { n: answer.istiods.filter((i) => i.answered).length, of: answer.istiods.length }),
    },
    { label: t('fact.connected'), value: String(answer.proxies.filter((row) => row.connected).length) },
    ...(age ? [{ label: t('fact.push'), value: t('fact.ago', { age }) }] : []),
    ...(versions.length > 0 ? [{ label: 'Istio', value: versions.join(', ') }] : []),
  ]
  return (
    <div className="flex min-h-[38px] shrink-0 flex-wrap items-center gap-x-3.5 gap-y-0.5 border-edge border-b bg-bar px-3.5 py-1">
      <p aria-live="polite">
        <strong>{sentence}</strong>
        <span className="text-ink-3"> · {t('agesFromSend')}</span>
      </p>
      <dl className="ml-auto flex flex-wrap gap-x-3.5 text-ink-3">
        {facts.map(({ label, value }) => (
          <div key={label} className="flex gap-1">
            <dt>{label}</dt>
            <dd className="font-semibold text-ink">{value}</dd>
          </div>
        ))}
      </dl>
    </div>
  )
}

function lastSend(answer: ProxiesAnswer): string | null {
  const times = answer.proxies.flatMap((row) => xdsTypes.flatMap((type) => row.sync?.[type].sentAt ?? []))
  return times.sort((a, b) => Date.parse(b) - Date.parse(a))[0] ?? null
}
