'use client'

import { useQuery } from '@tanstack/react-query'
import { apiUrl, fetchJson } from '@/components/shell/fetch-json'
import { useLastGood } from '@/components/shell/last-good'
import { useMoment } from '@/components/shell/moment'
import { useRecording } from '@/components/shell/recordings'
import type { DiffFormat, DiffResource, DiffResources, DiffUnified } from '@/lib/api/diff'
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

/** The resources of one type by how istiod's and Envoy's differ. */
export function useDiffResources(proxy: string, type: DiffType) {
  const at = useMoment()
  const recording = useRecording()?.name
  return useQuery({
    queryKey: ['diff-resources', recording, at, proxy, type],
    queryFn: ({ signal }) => fetchJson<DiffResources>(apiUrl('/api/diff/resources', { recording, at, proxy, type }), { signal }),
    enabled: recording !== undefined,
  })
}

/** Both sides of one resource; null: none is asked for. */
export function useDiffResource(proxy: string, type: DiffType, name: string | null, format: DiffFormat) {
  const at = useMoment()
  const recording = useRecording()?.name
  return useQuery({
    queryKey: ['diff-resource', recording, at, proxy, type, name, format],
    queryFn: ({ signal }) =>
      fetchJson<DiffResource>(apiUrl('/api/diff/resource', { recording, at, proxy, type, name: name ?? '', format }), { signal }),
    enabled: recording !== undefined && name !== null,
  })
}

/** What istioctl prints of one type. */
export function useDiffUnified(proxy: string, type: DiffType, enabled: boolean) {
  const at = useMoment()
  const recording = useRecording()?.name
  return useQuery({
    queryKey: ['diff-unified', recording, at, proxy, type],
    queryFn: ({ signal }) => fetchJson<DiffUnified>(apiUrl('/api/diff/unified', { recording, at, proxy, type }), { signal }),
    enabled: enabled && recording !== undefined,
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
