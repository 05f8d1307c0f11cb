'use client'

import { useQuery } from '@tanstack/react-query'
import type { RecordedAnswer } from '@/components/shell/api-types'
import { apiUrl, fetchJson } from '@/components/shell/fetch-json'
import { usePageAddress } from '@/components/shell/page-state'
import { useRecording } from '@/components/shell/recordings'
import type { Question } from '@/lib/api/question'
import type { Walk } from '@/lib/api/step'

/** The walk of a question, by GET /api/walk. */
export function useWalk(question: Question | null) {
  const recording = useRecording()?.name
  return useQuery({
    queryKey: ['walk', recording, question],
    queryFn: ({ signal }) => fetchJson<Walk>(walkUrl(recording, question), { signal }),
    enabled: recording !== undefined && question !== null,
    // While the player runs only the moment differs: the picture stays and its numbers change in place.
    placeholderData: (previous, query) => (sameButMoment(query?.queryKey, recording, question) ? previous : undefined),
  })
}

/** A recorded request: its walk beside what was recorded, by GET /api/request. */
export function useRecordedRequest(id: string | null) {
  const recording = useRecording()?.name
  const { at } = usePageAddress().state
  return useQuery({
    queryKey: ['request', recording, id, at],
    queryFn: ({ signal }) => fetchJson<RecordedAnswer>(apiUrl('/api/request', { recording, id, at: at || null }), { signal }),
    enabled: recording !== undefined && id !== null,
    placeholderData: (previous, query) => (query?.queryKey[1] === recording && query?.queryKey[2] === id ? previous : undefined),
  })
}

function walkUrl(recording: string | undefined, question: Question | null): string {
  if (!question) return '/api/walk'
  const { headers, ...rest } = question
  return apiUrl('/api/walk', { recording, ...rest, header: headers.map(([name, value]) => `${name}:${value}`) })
}

function sameButMoment(key: readonly unknown[] | undefined, recording: string | undefined, question: Question | null): boolean {
  const before = key?.[2] as Question | null | undefined
  return (
    key?.[1] === recording && Boolean(before && question) && JSON.stringify({ ...before, at: 0 }) === JSON.stringify({ ...question, at: 0 })
  )
}
