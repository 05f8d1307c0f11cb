'use client'

import { keepPreviousData, useQuery } from '@tanstack/react-query'
import type { Reading } from '@/components/netfilter/reading'
import { apiUrl, fetchJson } from '@/components/shell/fetch-json'
import { useRecording } from '@/components/shell/recordings'
import type { NetfilterComputed } from '@/lib/api/netfilter-computed'
import type { Connections, NetfilterElements, NetfilterSearch, Outline } from '@/lib/api/netfilter-view'
import { chainsOf } from '@/lib/api/outline-columns'

/** Every chain of a namespace, without rules. Another moment of the same one replaces the numbers in place. */
export function useOutline(netns: string | null, { at, since }: Reading) {
  const recording = useRecording()?.name
  return useQuery({
    queryKey: ['netfilter', recording, netns, at, since],
    queryFn: async ({ signal }) => {
      const asked = { recording, netns, at, since, form: 'columns' }
      return withChains(await fetchJson<Outline>(apiUrl('/api/netfilter/outline', asked), { signal }))
    },
    enabled: recording !== undefined && netns !== null,
    // Comparing thirty thousand chains with the last answer's takes longer than to draw those in view.
    structuralSharing: false,
    placeholderData: (previous) => (previous?.netns === netns ? previous : undefined),
  })
}

/** The chains as objects again: columns are only how they come. */
function withChains({ dumps, ...outline }: Outline): Outline {
  const open = ({ columns, ...table }: Outline['dumps'][number]['tables'][number]) => ({
    ...table,
    chains: columns ? chainsOf(columns) : table.chains,
  })
  return { ...outline, dumps: dumps.map((dump) => ({ ...dump, tables: dump.tables.map(open) })) }
}

/** What conntrack keeps here, and the sockets; connections to the destinations in `flow` (ADDRESS:PORT) come first. */
export function useConnections(netns: string, flow: readonly string[], at: number) {
  const recording = useRecording()?.name
  return useQuery({
    queryKey: ['netfilter-connections', recording, netns, flow, at],
    queryFn: ({ signal }) => fetchJson<Connections>(apiUrl('/api/netfilter/connections', { recording, netns, at, flow }), { signal }),
    enabled: recording !== undefined,
  })
}

/** What the cluster's own programs would write here, and how it differs from what was observed. */
export function useComputed(netns: string, at: number) {
  const recording = useRecording()?.name
  return useQuery({
    queryKey: ['netfilter-computed', recording, netns, at],
    queryFn: ({ signal }) => fetchJson<NetfilterComputed>(apiUrl('/api/netfilter/computed', { recording, netns, at }), { signal }),
    enabled: recording !== undefined,
  })
}

/** Rules that hold all the words; nothing is asked for an empty search. */
export function useRuleSearch(place: { netns: string; entry: string } | null, q: string, at: number) {
  const recording = useRecording()?.name
  return useQuery({
    queryKey: ['netfilter-search', recording, place, q, at],
    queryFn: ({ signal }) => fetchJson<NetfilterSearch>(apiUrl('/api/netfilter/search', { recording, ...place, q, at }), { signal }),
    enabled: recording !== undefined && place !== null && q.trim() !== '',
    placeholderData: (previous) => previous,
  })
}

/** The elements of the sets that a native rule asks, those with all the words. */
export function useElements(place: { netns: string; entry: string; table: string; chain: string; rule: number }, q: string, at: number) {
  const recording = useRecording()?.name
  return useQuery({
    queryKey: ['netfilter-elements', recording, place, q, at],
    queryFn: ({ signal }) => fetchJson<NetfilterElements>(apiUrl('/api/netfilter/elements', { recording, ...place, q, at }), { signal }),
    enabled: recording !== undefined,
    structuralSharing: false,
    placeholderData: keepPreviousData,
  })
}
