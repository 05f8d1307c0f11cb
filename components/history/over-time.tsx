'use client'

import { ChartLine, ChevronDown, ChevronRight } from 'lucide-react'
import dynamic from 'next/dynamic'
import { useTranslations } from 'next-intl'
import type { ChainPlace } from '@/components/history/use-history'
import { useNetfilterAddress } from '@/components/netfilter/address'
import { useRecording } from '@/components/shell/recordings'
import type { ChainAnswer } from '@/lib/api/netfilter-view'

const RuleHistory = dynamic(() => import('@/components/history/rule-history'), { ssr: false })

/** Under a chain's heading, of a live cluster: opens what its rules counted over time. A recording was never scraped. */
export function OverTime({ place, chain }: { place: ChainPlace; chain: ChainAnswer | null }) {
  const t = useTranslations('history')
  const { state, update } = useNetfilterAddress()
  if (useRecording()?.origin !== 'cluster') return null
  const Chevron = state.history ? ChevronDown : ChevronRight
  return (
    <>
      <button
        type="button"
        aria-expanded={state.history}
        onClick={() => update({ history: !state.history })}
        className="flex h-[30px] shrink-0 items-center gap-1.5 border-edge border-b px-4 text-left font-medium text-ink-2 hover:bg-hover hover:text-ink"
      >
        <Chevron size={13} aria-hidden />
        <ChartLine size={13} aria-hidden />
        {t('show')}
      </button>
      {state.history ? <RuleHistory place={place} chain={chain} /> : null}
    </>
  )
}
