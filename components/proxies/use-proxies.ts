'use client'

import { useQuery } from '@tanstack/react-query'
import { apiUrl, fetchJson } from '@/components/shell/fetch-json'
import { useLastGood } from '@/components/shell/last-good'
import { useMoment } from '@/components/shell/moment'
import { useRecording } from '@/components/shell/recordings'
import type { DiffAnswer } from '@/lib/api/diff'
import type { ProxiesAnswer } from '@/lib/api/proxies'
import type { ProxyDifferences, ProxyHistory } from '@/lib/api/proxy-history'
import type { DiffType } from '@/lib/istio/diff/dump'

/** Every proxy at the moment that the page shows. The rows of the moment before stay until the new ones are there, also when those fail. */
export function useProxies() {
  const at = useMoment()
  const recording = useRecording()?.name
  const query = useQuery({
    queryKey: ['proxies', recording, at],
    queryFn: ({ signal }) => fetchJson<ProxiesAnswer>(apiUrl('/api/proxies', { recording, at }), { signal }),
    enabled: recording !== undefined,
    placeholderData: (previous, query) => (query?.queryKey[1] === recording ? previous : undefined),
  })
  return { ...query, data: useLastGood(query.data, recording ?? '') }
}

/** istiod's configuration of one type against Envoy's. */
export function useDiff(proxy: string, type: DiffType) {
  const at = useMoment()
  const recording = useRecording()?.name
  return useQuery({
    queryKey: ['diff', recording, at, proxy, type],
    queryFn: ({ signal }) => fetchJson<DiffAnswer>(apiUrl('/api/diff', { recording, at, proxy, type }), { signal }),
    enabled: recording !== undefined,
  })
}

/** What the proxy's states were while it was watched, up to the moment that the page shows. */
export function useProxyHistory(proxy: string) {
  const at = useMoment()
  const recording = useRecording()?.name
  return useQuery({
    queryKey: ['proxy-history', recording, at, proxy],
    queryFn: ({ signal }) => fetchJson<ProxyHistory>(apiUrl('/api/proxies/history', { recording, at, proxy }), { signal }),
    enabled: recording !== undefined,
    placeholderData: (previous) => (previous?.proxy === proxy ? previous : undefined),
  })
}

/** What is behind the types that Envoy has refused or not answered. `sends`: the nonces; a cluster's istiod is asked once for each, not at every reading. */
export function useDifferences(proxy: string, sends: string, enabled: boolean) {
  const at = useMoment()
  const recording = useRecording()?.name
  return useQuery({
    // Not [NAME, recording, …]: those are asked again whenever something of a live cluster changes.
    queryKey: ['proxy-differences', { recording, at, proxy, sends }],
    queryFn: ({ signal }) => fetchJson<ProxyDifferences>(apiUrl('/api/proxies/differences', { recording, at, proxy }), { signal }),
    enabled: enabled && recording !== undefined,
    placeholderData: (previous) => (previous?.proxy === proxy ? previous : undefined),
  })
}
