'use client'

import { usePageAddress } from '@/components/shell/page-state'
import { useRecording } from '@/components/shell/recordings'

/**
 * The moment that the page shows, in ms on the recording's timeline: the address's; without one, in a live recording, when the
 * request that it names was answered; else the beginning.
 */
export function useMoment(): number {
  const { at, request } = usePageAddress().state
  const recording = useRecording()
  if (at !== 0 || request === null || !recording?.live) return at
  return recording.requests.find((one) => one.id === request)?.endsAt ?? 0
}
