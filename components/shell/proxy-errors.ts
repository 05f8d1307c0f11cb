'use client'

import { useQuery } from '@tanstack/react-query'
import { apiUrl, fetchJson } from '@/components/shell/fetch-json'
import { useMoment } from '@/components/shell/moment'
import { useRecording } from '@/components/shell/recordings'
import type { ProxiesAnswer } from '@/lib/api/proxies'

/** GET /api/proxies of the chosen recording and moment, for the header, the search and the picture's frames. */
export const useProxyList = () => useProxiesAnswer((answer) => answer.proxies)

/** RFC 3339: the source's clock, against which the ages of what was sent count; null while nobody knows. */
export const useProxyClock = (): string | null => useProxiesAnswer((answer) => answer.now).data ?? null

function useProxiesAnswer<Part>(select: (answer: ProxiesAnswer) => Part) {
  const at = useMoment()
  const recording = useRecording()?.name
  return useQuery({
    queryKey: ['proxies', recording, at],
    queryFn: ({ signal }) => fetchJson<ProxiesAnswer>(apiUrl('/api/proxies', { recording, at }), { signal }),
    enabled: recording !== undefined,
    placeholderData: (previous: ProxiesAnswer | undefined) => previous,
    select,
  })
}

/** How many proxies refused something that istiod sent. */
export function useProxyErrors(): number {
  const { data } = useProxyList()
  return data?.filter((proxy) => proxy.sync && Object.values(proxy.sync).some((cell) => cell.state === 'ERROR')).length ?? 0
}
