'use client'

import { Ban } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { useProxiesAddress } from '@/components/proxies/address'
import { CopyButton } from '@/components/proxies/command'
import type { Cell } from '@/components/proxies/rows'
import type { ProxyDifferences } from '@/lib/api/proxy-history'
import { ageAt } from '@/lib/istio/age'
import type { DiffType } from '@/lib/istio/diff/dump'
import { refusalReason } from '@/lib/istio/proxies/refusal'
import type { XdsType } from '@/lib/istio/syncz/model'

/** More stand in the comparison. */
const MAX_SHOWN = 6

const diffTypeOf: Partial<Record<XdsType, DiffType>> = { CDS: 'clusters', LDS: 'listeners', RDS: 'routes' }
/** What istioctl does not compare is looked at where Envoy's own stands. */
const tableOf: Partial<Record<XdsType, 'endpoints' | 'ecds'>> = { EDS: 'endpoints', ECDS: 'ecds' }

type Found = ProxyDifferences['types'][number]

/** A type that is not in order: what happened, Envoy's words, since when, and the resources behind it. */
export function Trouble({
  proxy,
  type,
  cell,
  found,
  now,
}: {
  proxy: string
  type: XdsType
  cell: Cell
  found: Found | null
  now: string | null
}) {
  const t = useTranslations('proxies')
  const age = ageAt(cell.sentAt, now ?? undefined)
  const values = { what: t(`resources.${type}`), type, age: age ?? '', known: age ? 'yes' : 'no' }
  if (cell.state === 'NOT SENT') return <p className="text-lead">{t('detail.notSent', values)}</p>
  return (
    <>
      <p className="text-lead">
        {cell.state === 'STALE' ? t('detail.stale', values) : t.rich('detail.error', { ...values, b: (text) => <strong>{text}</strong> })}
      </p>
      {cell.state === 'ERROR' ? <Refusal type={type} text={cell.error ?? ''} /> : null}
      {found ? <Resources proxy={proxy} found={found} /> : null}
    </>
  )
}

function Refusal({ type, text }: { type: XdsType; text: string }) {
  const t = useTranslations('proxies')
  const reason = refusalReason(text)
  return (
    <section aria-label={`NACK, ${type}`} className="rounded-r-small border-dropped border-l-[3px] bg-dropped-bg px-2.5 py-1.5">
      <h2 className="flex items-center gap-1.5 font-semibold text-dropped">
        <Ban size={12} aria-hidden /> NACK, {type}
        <span className="ml-auto font-normal text-ink-2 text-meta">{t('lastError')}</span>
        <CopyButton text={text} label={t('copyError')} className="text-dropped" />
      </h2>
      {reason === text.trim() ? null : <p className="pt-0.5 font-mono text-rule font-semibold [overflow-wrap:anywhere]">{reason}</p>}
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls has to be reachable by keyboard */}
      <pre tabIndex={0} className="max-h-40 overflow-y-auto pt-0.5 font-mono text-rule break-words whitespace-pre-wrap">
        {text.trim()}
      </pre>
    </section>
  )
}

function Resources({ proxy, found }: { proxy: string; found: Found }) {
  const t = useTranslations('proxies')
  const { update } = useProxiesAddress()
  const { type, resources, leftOut, gap, since, undecided } = found
  const open = (name: string) => {
    const table = tableOf[type]
    if (table) update({ diff: proxy, config: table, q: name, pointer: null })
    else update({ diff: proxy, type: diffTypeOf[type] ?? null, resource: name, config: null })
  }
  const more = leftOut + Math.max(0, resources.length - MAX_SHOWN)
  return (
    <div className="flex flex-col gap-1 text-ink-2">
      <p>
        {since ? t(`differences.since.${since.by}`, { time: clock(since.time) }) : null}{' '}
        {gap === null
          ? t('differences.count', { count: resources.length + leftOut, what: t(`resources.${type}`) })
          : t(`differences.gap.${gap}`, { type, count: undecided })}
      </p>
      {resources.length > 0 ? (
        <ul aria-label={t('differences.list', { type })} className="flex flex-col">
          {resources.slice(0, MAX_SHOWN).map(({ name, change, inError, acceptedAt, refusedAt, endpoints }) => (
            <li key={`${name} ${change}`} className="flex min-w-0 flex-wrap items-baseline gap-x-2 border-edge border-t py-[3px]">
              <button
                type="button"
                title={name}
                onClick={() => open(name)}
                className="min-w-0 truncate font-mono text-ink text-rule underline decoration-edge-ctl underline-offset-2 hover:decoration-ink"
              >
                {name || t('diff.noName')}
              </button>
              <span className="shrink-0">{t(`differences.change.${change}`)}</span>
              {inError && change !== 'named' ? <span className="shrink-0 text-dropped">{t('differences.inError')}</span> : null}
              <span className="ml-auto shrink-0 font-mono text-rule">
                {[
                  acceptedAt ? t('differences.accepted', { time: clock(acceptedAt) }) : null,
                  refusedAt ? t('differences.refused', { time: clock(refusedAt) }) : null,
                ]
                  .filter((part) => part !== null)
                  .join(', ')}
              </span>
              {endpoints ? <OneSided {...endpoints} /> : null}
            </li>
          ))}
          {more > 0 ? (
            <li className="border-edge border-t py-[3px]">
              {t(tableOf[type] ? 'differences.further' : 'differences.more', { count: more })}
            </li>
          ) : null}
        </ul>
      ) : null}
    </div>
  )
}

/** The endpoints of a cluster that only one side has. */
function OneSided({ istiod, envoy }: { istiod: string[]; envoy: string[] }) {
  const t = useTranslations('proxies')
  return (
    <dl className="flex w-full flex-wrap gap-x-4 text-rule">
      {Object.entries({ istiod, envoy }).map(([side, addresses]) =>
        addresses.length > 0 ? (
          <div key={side} className="flex min-w-0 gap-1.5">
            <dt>{t(side === 'istiod' ? 'differences.change.removed' : 'differences.change.added')}</dt>
            <dd className="min-w-0 break-words font-mono text-ink">{addresses.join(', ')}</dd>
          </div>
        ) : null,
      )}
    </dl>
  )
}

/** The time of day of an RFC 3339 moment, as istiod's and Envoy's clocks have it (UTC). */
const clock = (time: string): string => time.slice(11, 19)
