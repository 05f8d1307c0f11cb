'use client'

import { useQuery } from '@tanstack/react-query'
import { useCallback } from 'react'
import { apiUrl, fetchJson } from '@/components/shell/fetch-json'
import { usePageAddress } from '@/components/shell/page-state'
import { useRecording } from '@/components/shell/recordings'
import { useSay } from '@/components/ui/use-say'
import type { Overview } from '@/lib/api/overview'
import { type Say, spokenVerdict } from '@/lib/reason/spoken'

/** Every way in and out that the recording's objects declare, with the verdict of its walk. */
export function useOverview() {
  const recording = useRecording()?.name
  const { at } = usePageAddress().state
  const say = useSay()
  return useQuery({
    queryKey: ['overview', recording, at],
    queryFn: ({ signal }) => fetchJson<Overview>(apiUrl('/api/overview', { recording, at }), { signal }),
    select: useCallback((overview: Overview) => spoken(overview, say), [say]),
    enabled: recording !== undefined,
    placeholderData: (previous) => previous,
  })
}

function spoken(overview: Overview, say: Say): Overview {
  const rows = overview.rows.map((row) => ({
    ...row,
    end: row.end && spokenVerdict(row.end, say),
    ways: row.ways.map((way) => ({ ...way, verdict: spokenVerdict(way.verdict, say) })),
  }))
  return { ...overview, rows }
}
