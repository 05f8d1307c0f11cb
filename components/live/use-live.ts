'use client'

import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useEffect, useState, useSyncExternalStore } from 'react'
import { askAnew } from '@/components/live/ask-anew'
import { watch } from '@/components/live/live-stream'
import { sourceQuery } from '@/components/live/source-query'
import { usePageAddress } from '@/components/shell/page-state'
import type { SourceStatus } from '@/lib/api/source'

/** ms between two readings; off: only what the API server tells. */
export const intervals = ['5000', '15000', '60000', '0'] as const
export type Interval = (typeof intervals)[number]

/** What is shown is asked for again within this time, also where nothing has changed: the server reads only what somebody looks at. */
const AGAIN_MS = 60_000

const KEY = 'hopscope.interval'
const changed = new EventTarget()

const readInterval = (): Interval => {
  const kept = localStorage.getItem(KEY)
  return intervals.find((one) => one === kept) ?? '5000'
}

function subscribe(listener: () => void): () => void {
  changed.addEventListener('change', listener)
  return () => changed.removeEventListener('change', listener)
}

/** How often this person wants to be told; kept in this browser. */
export function useInterval(): [Interval, (interval: Interval) => void] {
  const interval = useSyncExternalStore(subscribe, readInterval, () => '5000' as const)
  return [
    interval,
    (next) => {
      localStorage.setItem(KEY, next)
      changed.dispatchEvent(new Event('change'))
    },
  ]
}

export interface Live {
  status: SourceStatus | null
  /** performance.now() when the status came: ages count from there. */
  heardAt: number
  connected: boolean
  paused: boolean
  pause(paused: boolean): void
}

/** Follows a live cluster: what changes there is asked for again, unless the page is paused or stands at a moment of the past. */
export function useLive(recording: string, interval: Interval): Live {
  const client = useQueryClient()
  const { at } = usePageAddress().state
  const [paused, pause] = useState(false)
  const [connected, setConnected] = useState(true)
  const follows = !paused && at === 0
  const { data, dataUpdatedAt } = useQuery(sourceQuery(recording))
  useEffect(() => {
    if (!follows) return
    const ask = askAnew(client, ({ queryKey }) => queryKey[1] === recording && queryKey[0] !== 'source' && queryKey[0] !== 'evidence')
    const again = setInterval(() => void ask(), AGAIN_MS)
    const leave = watch({
      recording,
      every: Number(interval),
      onHello: () => {
        void ask()
        void client.invalidateQueries({ queryKey: ['recordings'] })
      },
      onFrame: () => void ask(),
      onStatus: (status) => client.setQueryData(sourceQuery(recording).queryKey, status),
      onConnected: setConnected,
    })
    return () => {
      clearInterval(again)
      leave()
    }
  }, [client, recording, interval, follows])
  return { status: data ?? null, heardAt: dataUpdatedAt, connected, paused, pause }
}
