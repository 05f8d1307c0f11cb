'use client'

import { useQuery } from '@tanstack/react-query'
import { apiUrl, fetchJson } from '@/components/shell/fetch-json'
import { usePageAddress } from '@/components/shell/page-state'
import { useRecording } from '@/components/shell/recordings'
import type { Overview } from '@/lib/api/overview'

/** Every way in and out that the recording's objects declare, with the verdict of its walk. */
export function useOverview() {
  const recording = useRecording()?.name
  const { at } = usePageAddress().state
  return useQuery({
    queryKey: ['overview', recording, at],
    queryFn: ({ signal }) => fetchJson<Overview>(apiUrl('/api/overview', { recording, at }), { signal }),
    enabled: recording !== undefined,
    placeholderData: (previous) => previous,
  })
}
