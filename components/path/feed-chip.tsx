'use client'

import { CircleAlert, TriangleAlert } from 'lucide-react'
import { useTranslations } from 'next-intl'
import type { FeedTrouble } from '@/components/path/proxy-state'
import { toneClasses } from '@/components/ui/verdict'

/** On the card of a resource whose proxy does not have what istiod sent last: stale and since when, or refused. */
export function FeedChip({ trouble, xds }: { trouble: FeedTrouble; xds: string }) {
  const words = useFeedWords()
  const Glyph = trouble.state === 'STALE' ? TriangleAlert : CircleAlert
  return (
    <span
      title={words.why(trouble, xds)}
      className={`inline-flex h-[18px] shrink-0 items-center gap-1 whitespace-nowrap rounded-chip px-1.5 text-[10.5px] font-semibold ${toneClasses[trouble.state === 'STALE' ? 'warn' : 'dropped']}`}
    >
      <Glyph size={12} strokeWidth={2.25} aria-hidden />
      {words.short(trouble)}
    </span>
  )
}

/** Says a trouble in two words for a card, and in a sentence with Envoy's own text. */
export function useFeedWords() {
  const t = useTranslations('path.feed')
  return {
    short: ({ state, age }: FeedTrouble) => t(state, { age: age ?? '' }).trim(),
    why: ({ state, age, error }: FeedTrouble, xds: string) =>
      [t(`${state}why`, { xds, age: age ?? '?' }), error].filter(Boolean).join('\n'),
  }
}
