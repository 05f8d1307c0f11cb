'use client'

import { useQuery } from '@tanstack/react-query'
import { apiUrl, fetchJson } from './fetch-json'
import { usePageAddress } from './page-state'
import { useRecording } from './recordings'

interface ProxyList {
  proxies: { id: string; type: string; sync: Record<string, { state: string }> | null }[]
}

/** GET /api/proxies of the chosen recording and moment, only as much of it as the header and the search use. */
export function useProxyList() {
  const { at } = usePageAddress().state
  const recording = useRecording()?.name
  return useQuery({
    queryKey: ['proxy-list', recording, at],
    queryFn: ({ signal }) => fetchJson<ProxyList>(apiUrl('/api/proxies', { recording, at }), { signal }),
    enabled: recording !== undefined,
    placeholderData: (previous) => previous,
    select: (answer) => answer.proxies,
  })
}

/** How many proxies refused something that istiod sent. */
export function useProxyErrors(): number {
  const { data } = useProxyList()
  return data?.filter((proxy) => proxy.sync && Object.values(proxy.sync).some((cell) => cell.state === 'ERROR')).length ?? 0
}
