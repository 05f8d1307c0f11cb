'use client'

import { useQuery } from '@tanstack/react-query'
import { apiUrl, fetchJson } from '@/components/shell/fetch-json'
import { useMoment } from '@/components/shell/moment'
import { useRecording } from '@/components/shell/recordings'
import type { ConfigAnswer, ConfigFind, ConfigFolds, ConfigKind, ConfigLines, ConfigResource, ConfigSearch } from '@/lib/api/proxy-config'

/** Lines that were scrolled past are forgotten soon: they are many, and asked for again in no time. */
const KEPT_MS = 30_000

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

/** What a proxy has, of all kinds, that holds the words; asked for once there are some. */
export function useConfigSearch(proxy: string, q: string) {
  const at = useMoment()
  const recording = useRecording()?.name
  return useQuery({
    queryKey: ['config-search', recording, at, proxy, q],
    queryFn: ({ signal }) => fetchJson<ConfigSearch>(apiUrl('/api/config/search', { recording, at, proxy, q }), { signal }),
    enabled: recording !== undefined && q !== '',
    placeholderData: (previous) => (previous?.proxy === proxy ? previous : undefined),
  })
}

/** A resource in a proxy's configuration; a pointer of '' is the whole dump. */
export interface ResourceAddress {
  proxy: string
  kind: ConfigKind
  pointer: string
}

function useResourceQuery(address: ResourceAddress) {
  const at = useMoment()
  const recording = useRecording()?.name
  return { recording, at, ...address }
}

/** Lines (ranges as in `0-40,97`) of a resource's JSON text; while others are on their way, those before stay. */
export function useConfigLines(address: ResourceAddress, lines: string) {
  const query = useResourceQuery(address)
  const { recording, at, proxy, kind, pointer } = query
  return useQuery({
    queryKey: ['config-lines', recording, at, proxy, kind, pointer, lines],
    queryFn: ({ signal }) => fetchJson<ConfigLines>(apiUrl('/api/config/lines', { ...query, lines }), { signal }),
    enabled: recording !== undefined,
    gcTime: KEPT_MS,
    placeholderData: (previous, before) =>
      before && isSame(before.queryKey, [recording, at, proxy, kind, pointer]) ? previous : undefined,
  })
}

/** The lines of a resource's JSON text that hold a text; asked for once there is one. */
export function useConfigFind(address: ResourceAddress, text: string) {
  const query = useResourceQuery(address)
  const { recording, at, proxy, kind, pointer } = query
  return useQuery({
    queryKey: ['config-find', recording, at, proxy, kind, pointer, text],
    queryFn: ({ signal }) => fetchJson<ConfigFind>(apiUrl('/api/config/lines/find', { ...query, text }), { signal }),
    enabled: recording !== undefined && text !== '',
  })
}

/** Asks for the whole text of a resource, and for what folds at a depth of it. */
export function useConfigAsk(address: ResourceAddress) {
  const query = useResourceQuery(address)
  return {
    text: async () => (await fetchJson<ConfigResource>(apiUrl('/api/config/resource', { ...query }))).text,
    folds: async (depth: number) => (await fetchJson<ConfigFolds>(apiUrl('/api/config/lines/folds', { ...query, depth }))).folds,
  }
}

const isSame = (key: readonly unknown[], place: readonly unknown[]) => place.every((part, index) => key[index + 1] === part)
