'use client'

import { type UseQueryResult, useQuery } from '@tanstack/react-query'
import { apiUrl, fetchJson } from '@/components/shell/fetch-json'
import { useMoment } from '@/components/shell/moment'
import { useRecording } from '@/components/shell/recordings'
import type { RuleHistory, XdsHistory } from '@/lib/api/history'
import type { HistoryRange } from '@/lib/api/history-range'

/** Prometheus scrapes no more often than this. */
const AGAIN_MS = 15_000

export interface ChainPlace {
  netns: string
  family: 'ip' | 'ip6'
  table: string
  chain: string
}

/** A proxy's states as Prometheus kept them, up to the moment that the page shows. */
export function useXdsHistory(proxy: string, range: HistoryRange): UseQueryResult<XdsHistory> {
  return useHistory<XdsHistory>('/api/history/xds', { proxy }, range)
}

/** What a chain's rules counted a second, as Prometheus kept it. */
export function useRuleHistory(place: ChainPlace, range: HistoryRange): UseQueryResult<RuleHistory> {
  return useHistory<RuleHistory>('/api/history/rules', { ...place }, range)
}

function useHistory<T>(path: string, subject: Record<string, string>, range: HistoryRange): UseQueryResult<T> {
  const at = useMoment()
  const recording = useRecording()?.name
  return useQuery({
    // The source's name is not where what changes in a live cluster is asked for again: Prometheus hears of it by its scrapes only.
    queryKey: ['history', { recording, path, subject, range, at }],
    queryFn: ({ signal }) => fetchJson<T>(apiUrl(path, { recording, ...subject, range, at }), { signal }),
    enabled: recording !== undefined,
    refetchInterval: at === 0 ? AGAIN_MS : false,
    retry: false,
  })
}
