'use client'

import { useTranslations } from 'next-intl'
import { DifferencesPane } from '@/components/netfilter/differences-pane'
import type { Reading } from '@/components/netfilter/reading'
import { useComputed } from '@/components/netfilter/use-netfilter'
import { EmptyState, SkeletonRows } from '@/components/ui/states'

/** A namespace whose rules nobody observed: what the cluster's own programs would write there, or that nothing is known. */
export function Unobserved({ netns, reading }: { netns: string; reading: Reading }) {
  const t = useTranslations('rules')
  const { data, isPending } = useComputed(netns, reading.at)
  if (isPending) return <SkeletonRows rows={14} height={46} />
  if (data && (data.text || data.why)) return <DifferencesPane netns={netns} reading={reading} />
  return <EmptyState title={t('unseen', { netns })}>{t('unseenWhy')}</EmptyState>
}
