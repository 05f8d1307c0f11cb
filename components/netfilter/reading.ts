'use client'

import { useMemo } from 'react'
import { useNetfilterAddress } from '@/components/netfilter/address'
import { usePageAddress } from '@/components/shell/page-state'
import { useRecording } from '@/components/shell/recordings'

/** Which reading of the rules is shown, and which earlier one its changes are counted from; ms on the timeline. */
export interface Reading {
  at: number
  since: number | null
}

/** The address's moment; of a recorded request that nobody plays, the reading after it, counted from the one before. */
export function useReading(): Reading {
  const { at, request } = usePageAddress().state
  const { since } = useNetfilterAddress().state
  const recording = useRecording()
  return useMemo(() => {
    const recorded = recording?.requests.find((one) => one.id === request)
    const shown = at === 0 && recorded ? recorded.endsAt : at
    const from = since ?? recorded?.at ?? null
    return { at: shown, since: from !== null && from <= shown ? from : null }
  }, [at, request, since, recording])
}
