'use client'

import { TimerReset } from 'lucide-react'
import { useFormatter, useTranslations } from 'next-intl'
import type { ReactNode } from 'react'
import { netfilterParts, shownRules, useNetfilterAddress } from '@/components/netfilter/address'
import type { Visit } from '@/components/netfilter/hits'
import type { Reading } from '@/components/netfilter/reading'
import { usePageAddress } from '@/components/shell/page-state'
import { useRecording } from '@/components/shell/recordings'
import { Button } from '@/components/ui/button'
import { Segment } from '@/components/ui/segment'
import type { Outline, OutlineDump } from '@/lib/api/netfilter-view'

const strong = (chunks: ReactNode) => <b className="font-semibold">{chunks}</b>

/** What the question meets here, from when changes are counted, and which rules are shown. */
export function AnswerLine({
  outline,
  dump,
  stays,
  visit,
  reading,
  stale,
}: {
  outline: Outline
  dump: OutlineDump
  stays: readonly Visit[]
  visit: Visit | null
  reading: Reading
  stale: boolean
}) {
  const t = useTranslations('rules')
  const { state, update } = useNetfilterAddress()
  const { state: page } = usePageAddress()
  const chains = dump.tables.reduce((sum, table) => sum + table.chains.length, 0)
  const asked = page.request !== null || page.url !== null
  return (
    <div className="flex min-h-[38px] shrink-0 flex-wrap items-center gap-x-3 gap-y-1 border-edge border-b bg-bar px-3.5 py-1.5">
      <p className="min-w-0 truncate text-lead" aria-live="polite">
        {visit
          ? t.rich('meets', { chains: visit.chains, of: chains, netns: outline.netns, rewrites: visit.rewrites, b: strong })
          : t.rich(asked ? 'meetsNothing' : 'holds', { chains, netns: outline.netns, b: strong })}
      </p>
      {stays.length > 1 ? (
        <Segment
          name="visit"
          label={t('visits')}
          value={String(visit ? stays.indexOf(visit) : 0)}
          options={stays.map((_, index) => ({ value: String(index), label: t('visit', { number: index + 1 }) }))}
          onChange={(value) => update({ visit: Number(value), table: null, chain: null, rule: null })}
        />
      ) : null}
      {stale ? <span className="text-meta text-warn">{t('stale')}</span> : null}
      <span className="ml-auto" />
      <span className="text-meta text-ink-2">{t.rich('rules', { count: dump.rules, b: strong })}</span>
      <Since reading={reading} />
      <Segment
        name="netfilter-part"
        label={t('parts')}
        value={state.part}
        options={netfilterParts.map((value) => ({ value, label: t(`part.${value}`) }))}
        onChange={(part) => update({ part })}
      />
      {state.part !== 'rules' ? null : (
        <Segment
          name="shown-rules"
          label={t('shown')}
          value={state.show}
          options={shownRules.map((value) => ({ value, label: t(`show.${value}`) }))}
          onChange={(show) => update({ show })}
        />
      )}
    </div>
  )
}

/** Counters are read against a moment that the person sets, as `iptables -Z` would be used; the kernel's own are not touched. */
function Since({ reading: { at, since } }: { reading: Reading }) {
  const t = useTranslations('rules')
  const format = useFormatter()
  const recording = useRecording()
  const { state, update } = useNetfilterAddress()
  const start = Date.parse(recording?.start ?? '')
  const clock = (ms: number) =>
    Number.isNaN(start)
      ? `${(ms / 1000).toFixed(1)} s`
      : format.dateTime(new Date(start + ms), { hour: '2-digit', minute: '2-digit', second: '2-digit', hourCycle: 'h23' })
  return (
    <>
      {since === null ? null : <span className="text-meta text-ink-2">{t.rich('since', { time: clock(since), b: strong })}</span>}
      <Button
        onClick={() => update({ since: state.since === null ? at : null })}
        aria-pressed={state.since !== null}
        title={t('zeroHint')}
        className="aria-pressed:bg-sunken"
      >
        <TimerReset size={13} aria-hidden />
        {t(state.since === null ? 'zero' : 'zeroOff')}
      </Button>
    </>
  )
}
