'use client'

import { useQuery } from '@tanstack/react-query'
import { useCallback, useEffect, useMemo, useRef, useState } from 'react'
import { askedBy } from '@/components/question/asked-by'
import { type CounterChange, counterChanges, withCountersOf } from '@/components/question/counter-changes'
import { apiUrl, fetchJson } from '@/components/shell/fetch-json'
import { useLastGood } from '@/components/shell/last-good'
import { usePageAddress } from '@/components/shell/page-state'
import { useRecording } from '@/components/shell/recordings'
import { useSay } from '@/components/ui/use-say'
import type { Question } from '@/lib/api/question'
import type { RequestAnswer } from '@/lib/api/request'
import type { Walk } from '@/lib/api/step'
import { spokenAnswer, spokenWalk } from '@/lib/reason/spoken'

const noChanges: ReadonlyMap<string, CounterChange> = new Map()

export interface Counted {
  /** The walk with the earlier reading's counters. */
  walk: Walk
  changes: ReadonlyMap<string, CounterChange>
}

/** The walk of a question, by GET /api/walk. Its counters stand beside those of the moment that was shown before. */
export function useWalk(question: Question | null) {
  const recording = useRecording()?.name
  const say = useSay()
  const query = useQuery({
    queryKey: ['walk', recording, question],
    queryFn: ({ signal }) => fetchJson<Walk>(walkUrl(recording, question), { signal }),
    select: useCallback((walk: Walk) => spokenWalk(walk, say), [say]),
    enabled: recording !== undefined && question !== null,
    // While the player runs only the moment differs: the picture stays and its numbers change in place.
    placeholderData: (previous, last) => (sameButMoment(last?.queryKey, recording, question) ? previous : undefined),
  })
  const key = JSON.stringify([recording, question && { ...question, at: 0 }])
  const shown = useLastGood(query.data, key)
  return { ...query, counted: useCounted(query.error ? shown : query.data, key), stale: query.error !== null && shown !== undefined }
}

/** Compares each reading of a walk with the one before; `key` tells another question from another moment. */
function useCounted(walk: Walk | undefined, key: string): Counted | null {
  const last = useRef<{ key: string; walk: Walk } | null>(null)
  const [before, setBefore] = useState<{ key: string; walk: Walk } | null>(null)
  useEffect(() => {
    if (!walk || last.current?.walk === walk) return
    setBefore(last.current?.key === key ? last.current : null)
    last.current = { key, walk }
  }, [walk, key])
  return useMemo(() => {
    if (!walk) return null
    if (!before || before.key !== key || before.walk === walk) return { walk, changes: noChanges }
    return { walk: withCountersOf(walk, before.walk), changes: counterChanges(before.walk, walk) }
  }, [walk, before, key])
}

/**
 * A recorded request: its walk beside what was recorded, by GET /api/request, read just before it was sent and once it was
 * answered. Before the player has come to the answer, the counters stand still. `recorded` is null where a live recording is
 * played at another moment: the picture then shows the same question there, and what was recorded says nothing of it.
 */
export function useRecordedRequest(id: string | null) {
  const recording = useRecording()
  const { at } = usePageAddress().state
  const summary = recording?.requests.find((request) => request.id === id)
  const elsewhere = Boolean(recording?.live && summary && at !== 0 && (at < summary.at || at > summary.endsAt))
  const say = useSay()
  const select = useCallback((answer: RequestAnswer) => spokenAnswer(answer, say), [say])
  const before = useQuery({ ...requestQuery(recording?.name, id, summary?.at ?? 0), select })
  const after = useQuery({ ...requestQuery(recording?.name, id, summary?.endsAt ?? 0), select })
  const then = useWalk(elsewhere && summary ? askedBy(summary, at) : null)
  const answered = !summary || at === 0 || at >= summary.endsAt
  const own = useMemo((): Counted | null => {
    if (!before.data) return null
    return { walk: before.data.walk, changes: answered && after.data ? counterChanges(before.data.walk, after.data.walk) : noChanges }
  }, [before.data, after.data, answered])
  const { error, refetch } = elsewhere ? then : before
  const stale = elsewhere && then.stale
  return {
    error,
    stale,
    refetch,
    request: summary ?? null,
    counted: elsewhere ? then.counted : own,
    recorded: elsewhere ? null : (before.data ?? null),
  }
}

function requestQuery(recording: string | undefined, id: string | null, at: number) {
  return {
    queryKey: ['request', recording, id, at],
    queryFn: ({ signal }: { signal: AbortSignal }) => fetchJson<RequestAnswer>(apiUrl('/api/request', { recording, id, at }), { signal }),
    enabled: recording !== undefined && id !== null,
  }
}

/** The address of an answer to a question: its walk, or what else takes the walk's parameters. */
export function walkUrl(recording: string | undefined, question: Question | null, path = '/api/walk'): string {
  if (!question) return path
  const { headers, ...rest } = question
  return apiUrl(path, {
    recording,
    ...rest,
    header: headers.filter(([name]) => name.trim() !== '').map(([name, value]) => `${name}:${value}`),
  })
}

function sameButMoment(key: readonly unknown[] | undefined, recording: string | undefined, question: Question | null): boolean {
  const before = key?.[2] as Question | null | undefined
  return (
    key?.[1] === recording && Boolean(before && question) && JSON.stringify({ ...before, at: 0 }) === JSON.stringify({ ...question, at: 0 })
  )
}
