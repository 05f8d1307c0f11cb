'use client'

import { useQuery } from '@tanstack/react-query'
import { apiUrl, fetchJson } from '@/components/shell/fetch-json'
import { useRecording } from '@/components/shell/recordings'
import type { RequestStrip } from '@/lib/api/overview'

/** The walks of a recording's requests in one row each, by request id; empty while they are being computed. */
export function useStrips(): { strips: ReadonlyMap<string, RequestStrip>; error: Error | null; loading: boolean; retry: () => void } {
  const recording = useRecording()?.name
  const { data, error, isPending, refetch } = useQuery({
    queryKey: ['strips', recording],
    queryFn: ({ signal }) => fetchJson<{ strips: RequestStrip[] }>(apiUrl('/api/strips', { recording }), { signal }),
    enabled: recording !== undefined,
    select: byId,
  })
  return { strips: data ?? none, error, loading: isPending, retry: () => void refetch() }
}

const none: ReadonlyMap<string, RequestStrip> = new Map()
const byId = (answer: { strips: RequestStrip[] }): ReadonlyMap<string, RequestStrip> => new Map(answer.strips.map((one) => [one.id, one]))
