'use client'

import { Check } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { Code, ObjectOf, Warning } from '@/components/proxies/describe/parts'
import { matchesNoSubset, type ServicePortAnswer } from '@/components/proxies/describe/warnings'

/** A DestinationRule: the subsets that the pod is in, the others, and what it sets. */
export function DestinationRule({ referred }: { referred: NonNullable<ServicePortAnswer['destinationRule']> }) {
  const t = useTranslations('describe')
  const { facts } = referred
  if (!facts) return <Warning>{t('gone', { object: `DestinationRule ${referred.namespace}/${referred.name}` })}</Warning>
  const { policy, matching, others } = facts
  return (
    <div className="flex flex-col gap-1">
      <ObjectOf kind="DestinationRule" object={facts} />
      <div className="flex flex-col gap-1 pl-[18px]">
        {matchesNoSubset(facts) ? <Warning>{t('noSubset')}</Warning> : null}
        {matching.length + others.length > 0 ? (
          <p className="flex flex-wrap items-center gap-1.5 text-ink-2">
            {t('subsets')}
            {matching.map((name) => (
              <span
                key={name}
                title={t('inSubset')}
                className="flex items-center gap-1 rounded-chip bg-trace-bg px-1.5 font-semibold text-trace"
              >
                <Check size={11} role="img" aria-label={t('inSubset')} /> <Code>{name}</Code>
              </span>
            ))}
            {others.map((name) => (
              <span key={name} title={t('notInSubset')} className="rounded-chip border border-edge-ctl border-dashed px-1.5">
                <Code>{name}</Code>
                <span className="sr-only"> {t('notInSubset')}</span>
              </span>
            ))}
          </p>
        ) : null}
        <p className="text-ink-2">{policy ? <Policy policy={policy} /> : t('noTrafficPolicy')}</p>
        {policy?.ports?.map((one) => (
          <p key={one.port} className="text-ink-2">
            {t('port', { port: one.port })} <Policy policy={one} />
          </p>
        ))}
      </div>
    </div>
  )
}

type TrafficPolicy = { tls: string | null; kinds: readonly string[] }

function Policy({ policy: { tls, kinds } }: { policy: TrafficPolicy }) {
  const t = useTranslations('describe')
  const set = [...(tls === null ? [] : [`TLS ${tls}`]), ...kinds]
  return set.length === 0 ? t('emptyTrafficPolicy') : t.rich('sets', { what: set.join(', '), en: (text) => <span lang="en">{text}</span> })
}
