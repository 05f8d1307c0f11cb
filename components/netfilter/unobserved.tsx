'use client'

import { useTranslations } from 'next-intl'
import { EmptyState, SkeletonRows } from '@/components/ui/states'
import { DifferencesPane } from './differences-pane'
import type { Reading } from './reading'
import { useComputed } from './use-netfilter'

/** A namespace whose rules nobody observed: what the cluster's own programs would write there, or that nothing is known. */
export function Unobserved({ netns, reading }: { netns: string; reading: Reading }) {
  const t = useTranslations('rules')
  const { data, isPending } = useComputed(netns, reading.at)
  if (isPending) return <SkeletonRows rows={14} height={46} />
  if (data && (data.text || data.why)) return <DifferencesPane netns={netns} reading={reading} />
  return <EmptyState title={t('unseen', { netns })}>{t('unseenWhy')}</EmptyState>
}
