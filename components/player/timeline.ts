'use client'

import { useQuery } from '@tanstack/react-query'
import { apiUrl, fetchJson } from '@/components/shell/fetch-json'
import { useMoment } from '@/components/shell/moment'
import { usePageAddress } from '@/components/shell/page-state'
import { useRecording } from '@/components/shell/recordings'
import type { Timeline } from '@/lib/api/timeline'

/** What the player plays: all of a live recording, or one recorded request with a moment of quiet around it. Both ends in ms. */
export interface Track {
  recording: string
  start: number
  end: number
  /** Moments that `,` and `.` go to. */
  stops: readonly number[]
  ticks: Timeline['ticks']
  /** The request that is played; null: a live recording. */
  request: { sent: number; answered: number } | null
}

/** Quiet around a played request, so that its counters are seen to stand before they move. */
const QUIET_MS = 1000

/** The moment that a track stands at: without one in the address a request is shown as answered. */
export function useShownMoment(track: Track): number {
  const at = useMoment()
  if (at === 0) return track.request ? track.end : track.start
  return Math.min(track.end, Math.max(track.start, at))
}

/** The track of the page's address; null where there is nothing to play. */
export function useTrack(): Track | null {
  const recording = useRecording()
  const { state } = usePageAddress()
  const name = recording?.name
  const { data } = useQuery({
    queryKey: ['timeline', name],
    queryFn: ({ signal }) => fetchJson<Timeline>(apiUrl('/api/timeline', { recording: name }), { signal }),
    enabled: name !== undefined,
  })
  if (!recording || !data || data.recording !== recording.name) return null
  if (data.live) {
    return {
      recording: recording.name,
      start: 0,
      end: data.endMs,
      stops: data.ticks.map((tick) => tick.at),
      ticks: data.ticks,
      request: null,
    }
  }
  const request = recording.requests.find((one) => one.id === state.request)
  if (!request) return null
  const start = Math.max(0, request.at - QUIET_MS)
  const end = request.endsAt + QUIET_MS
  return {
    recording: recording.name,
    start,
    end,
    stops: [...new Set([request.at, request.endsAt])],
    ticks: data.ticks.filter((tick) => tick.id === request.id),
    request: { sent: request.at, answered: request.endsAt },
  }
}
