'use client'

import { useQuery } from '@tanstack/react-query'
import { useLocale } from 'next-intl'
import { fetchJson } from '@/components/shell/fetch-json'
import { usePageAddress } from '@/components/shell/page-state'
import type { RecordingSummary } from '@/lib/api/recordings'

/** All recordings that the server and this browser's session have. */
export function useRecordings() {
  return useQuery({
    queryKey: ['recordings'],
    queryFn: ({ signal }) => fetchJson<{ recordings: RecordingSummary[] }>('/api/recordings', { signal }),
    select: (answer) => answer.recordings,
  })
}

/** The recording that the address names, or the server's first when it names none; null while loading or when there is no such one. */
export function useRecording(): RecordingSummary | null {
  const { recording } = usePageAddress().state
  const { data } = useRecordings()
  return (recording ? data?.find((one) => one.name === recording) : data?.[0]) ?? null
}

/** Picks the page's language from a text that a recording has in both. */
export function useLocalText(): (text: { en: string; ko: string }) => string {
  const locale = useLocale()
  return (text) => (locale === 'ko' ? text.ko || text.en : text.en)
}
