'use client'

import { useQuery } from '@tanstack/react-query'
import { apiUrl, fetchJson } from '@/components/shell/fetch-json'
import { useMoment } from '@/components/shell/moment'
import { useRecording } from '@/components/shell/recordings'
import type { ConfigAnswer, ConfigKind, ConfigResource } from '@/lib/api/proxy-config'

/** One table of a proxy's configuration; while another search is on its way, the last rows stay. */
export function useConfig(proxy: string, kind: ConfigKind, q: string) {
  const at = useMoment()
  const recording = useRecording()?.name
  return useQuery({
    queryKey: ['config', recording, at, proxy, kind, q],
    queryFn: ({ signal }) => fetchJson<ConfigAnswer>(apiUrl('/api/config', { recording, at, proxy, kind, q }), { signal }),
    enabled: recording !== undefined,
    placeholderData: (previous) => (previous?.kind === kind && previous.proxy === proxy ? previous : undefined),
  })
}

/** One resource as JSON text. */
export function useConfigResource(proxy: string, kind: ConfigKind, pointer: string) {
  const at = useMoment()
  const recording = useRecording()?.name
  return useQuery({
    queryKey: ['config-resource', recording, at, proxy, kind, pointer],
    queryFn: ({ signal }) => fetchJson<ConfigResource>(apiUrl('/api/config/resource', { recording, at, proxy, kind, pointer }), { signal }),
    enabled: recording !== undefined,
  })
}
