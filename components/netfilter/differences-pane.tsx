'use client'

import { Check } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { useNetfilterAddress } from '@/components/netfilter/address'
import { ComputedText } from '@/components/netfilter/computed-text'
import type { Reading } from '@/components/netfilter/reading'
import { useComputed } from '@/components/netfilter/use-netfilter'
import { Tag } from '@/components/path/tag'
import { EmptyState, ErrorState, SkeletonRows } from '@/components/ui/states'
import { useSay } from '@/components/ui/use-say'
import type { NetfilterFinding } from '@/lib/api/netfilter-computed'

/** What kube-proxy, kubelet and Istio would write here now against what is here: rules that are missing, left over, or someone else's. */
export function DifferencesPane({ netns, reading }: { netns: string; reading: Reading }) {
  const t = useTranslations('rules.differences')
  const say = useSay()
  const { data, error, isPending, refetch } = useComputed(netns, reading.at)
  if (error && !data) return <ErrorState what={t('failed')} error={error} onRetry={() => void refetch()} />
  if (isPending || !data) return <SkeletonRows rows={10} height={48} />
  const said = ({ reason, reasonCode }: Pick<NetfilterFinding, 'reason' | 'reasonCode'>) => say(reasonCode) ?? reason
  return (
    <section className="flex min-h-0 min-w-0 grow flex-col bg-bar">
      <header className="border-edge border-b px-4 py-2.5">
        <p className="flex items-center gap-1.5 text-lead">
          {data.findings.length === 0 && data.why === null && data.equal !== null ? (
            <Check size={13} className="text-trace" aria-hidden />
          ) : null}
          {data.why
            ? said(data.why)
            : data.equal === null
              ? t('unobserved', { computed: data.computed })
              : t.rich('equal', { equal: data.equal, computed: data.computed, b: (text) => <b className="font-semibold">{text}</b> })}
        </p>
        {data.notes.map((note) => (
          <p key={note.reason} className="text-ink-2 text-meta">
            {said(note)}
          </p>
        ))}
      </header>
      {data.findings.length > 0 ? (
        <ul className="min-h-0 grow overflow-y-auto">
          {data.findings.map((finding) => (
            <Finding key={`${finding.kind} ${finding.table} ${finding.chain} ${finding.rule}`} finding={finding} said={said(finding)} />
          ))}
          {data.leftOut > 0 ? <li className="px-4 py-2 text-ink-2 text-meta">{t('leftOut', { count: data.leftOut })}</li> : null}
        </ul>
      ) : data.text !== null ? (
        <ComputedText label={t('unobserved', { computed: data.computed })} text={data.text} />
      ) : data.why === null ? (
        <EmptyState title={t('none')}>{t('noneWhy')}</EmptyState>
      ) : null}
    </section>
  )
}

const tone = { missing: 'text-dropped', stale: 'text-warn', order: 'text-warn', foreign: 'text-ink-2' } as const

function Finding({ finding, said }: { finding: NetfilterFinding; said: string }) {
  const t = useTranslations('rules.differences')
  const { update } = useNetfilterAddress()
  const { kind, table, chain, rule, line, inTheWay, service, program } = finding
  return (
    <li className="flex flex-col gap-0.5 border-edge border-b px-4 py-2">
      <p className="flex flex-wrap items-center gap-1.5">
        <b className={`font-semibold ${tone[kind]}`}>{t(`kind.${kind}`)}</b>
        {inTheWay ? <span className="rounded-small bg-dropped-bg px-1.5 font-semibold text-dropped text-meta">{t('inTheWay')}</span> : null}
        <Tag>{table}</Tag>
        <button
          type="button"
          className="font-mono text-rule underline decoration-edge-ctl underline-offset-2"
          aria-label={t('goTo', { chain })}
          onClick={() => update({ part: 'rules', table, chain, rule: null })}
        >
          {chain}
        </button>
        <span className="ml-auto text-ink-3 text-meta">
          {[program, service, line === null ? null : `:${line}`].filter(Boolean).join(' · ')}
        </span>
      </p>
      <code className="font-mono text-rule [overflow-wrap:anywhere]">{rule}</code>
      <p className="text-ink-2 text-meta">{said}</p>
    </li>
  )
}
