'use client'

import { useQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import type { EntryRow } from '@/components/path/entry-list'
import type { Elsewhere } from '@/components/path/path-props'
import { walkUrl } from '@/components/question/use-walk'
import { fetchJson } from '@/components/shell/fetch-json'
import { addressOf, noQuestion, usePageAddress } from '@/components/shell/page-state'
import { useRecording } from '@/components/shell/recordings'
import { useSay } from '@/components/ui/use-say'
import type { Entries } from '@/lib/api/entries'
import type { Question } from '@/lib/api/question'
import type { Walk } from '@/lib/api/step'
import { spokenWalk } from '@/lib/reason/spoken'

/** After a stop: the same request at each entry, and what would have followed. Null while nothing is known, and for other walks. */
export function useEntries(question: Question | null, walk: Walk | null): Elsewhere | null {
  const recording = useRecording()?.name
  const { state, href } = usePageAddress()
  const say = useSay()
  const stopped = walk !== null && !['delivered', 'random', 'unknown'].includes(walk.verdict.kind)
  const entries = useQuery({
    queryKey: ['entries', recording, question],
    queryFn: ({ signal }) => fetchJson<Entries>(walkUrl(recording, question, '/api/entries'), { signal }),
    enabled: recording !== undefined && question !== null && stopped,
  }).data
  const further = entries?.entries.find((entry) => !entry.here && entry.strip.verdict.kind === 'delivered') ?? null
  const there = useQuery({
    queryKey: ['walk', recording, further?.question ?? null],
    queryFn: ({ signal }) => fetchJson<Walk>(walkUrl(recording, further?.question ?? null), { signal }),
    enabled: further !== null,
  }).data
  const follows = entries?.follows ?? null
  const beyond = useMemo(() => {
    if (follows) return { node: null, walk: spokenWalk(follows, say) }
    return further && there ? { node: further.node, walk: spokenWalk(there, say) } : null
  }, [follows, further, there, say])
  const { recording: named, freeze } = state
  return useMemo(() => {
    if (!stopped || !entries || (entries.entries.length < 2 && beyond === null)) return null
    const several = entries.entries.length < 2 ? [] : entries.entries
    const rows = several.map((entry): EntryRow => {
      const asked = entry.request === null ? addressOf(entry.question) : { ...noQuestion, request: entry.request }
      return { ...entry, href: href('/', { ...asked, recording: named, freeze }) }
    })
    return { rows, leftOut: entries.leftOut, beyond }
  }, [stopped, entries, beyond, href, named, freeze])
}
