'use client'

import { useQuery } from '@tanstack/react-query'
import { useCallback } from 'react'
import { apiUrl, fetchJson } from '@/components/shell/fetch-json'
import { useLastGood } from '@/components/shell/last-good'
import { usePageAddress } from '@/components/shell/page-state'
import { useRecording } from '@/components/shell/recordings'
import { useSay } from '@/components/ui/use-say'
import type { Overview, OverviewPlace } from '@/lib/api/overview'
import { type Say, spokenVerdict } from '@/lib/reason/spoken'

/** Every way in and out that the recording's objects declare, with the verdict of its walk. */
export function useOverview() {
  const recording = useRecording()?.name
  const { at } = usePageAddress().state
  const say = useSay()
  const query = useQuery({
    queryKey: ['overview', recording, at],
    queryFn: ({ signal }) => fetchJson<Overview>(apiUrl('/api/overview', { recording, at }), { signal }),
    select: useCallback((overview: Overview) => spoken(overview, say), [say]),
    enabled: recording !== undefined,
    placeholderData: (previous, last) => (last?.queryKey[1] === recording ? previous : undefined),
  })
  return { ...query, data: useLastGood(query.data, recording ?? '') }
}

function spoken(overview: Overview, say: Say): Overview {
  const place = <P extends OverviewPlace | null>(one: P): P => ({ ...one, ...(one?.noteCode && { note: say(one.noteCode) ?? one.note }) })
  const rows = overview.rows.map((row) => ({
    ...row,
    entry: place(row.entry),
    destination: row.destination && place(row.destination),
    end: row.end && spokenVerdict(row.end, say),
    ways: row.ways.map((way) => ({ ...way, verdict: spokenVerdict(way.verdict, say) })),
  }))
  const findings = overview.findings.map((one) => ({ ...one, detail: (one.detailCode && say(one.detailCode)) ?? one.detail }))
  return { ...overview, rows, findings }
}
