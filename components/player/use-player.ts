'use client'

import { useQueryClient } from '@tanstack/react-query'
import { useCallback, useEffect, useRef, useState } from 'react'
import { usePageAddress } from '@/components/shell/page-state'
import { play } from './stream'
import type { Track } from './timeline'

export const speeds = [0.25, 1, 4] as const
export type Speed = (typeof speeds)[number]

/** How often the clock beside the track moves on while playing. */
const CLOCK_MS = 100

export interface Player {
  playing: boolean
  speed: Speed
  /** ms on the timeline: between the address's moments while it plays. */
  now: number
  toggle(): void
  seek(at: number): void
  /** To the next (1) or previous (−1) event. */
  step(direction: 1 | -1): void
  setSpeed(speed: Speed): void
}

/** Plays a track: each frame of the server's stream sets the address's moment, and every query that depends on it follows. */
export function usePlayer(track: Track): Player {
  const { state, update } = usePageAddress()
  const client = useQueryClient()
  const [playing, setPlaying] = useState(false)
  const [speed, setSpeed] = useState<Speed>(1)
  // Where playing began, in both clocks; a seek begins anew.
  const [began, setBegan] = useState({ at: 0, real: 0 })
  const [clock, setClock] = useState<number | null>(null)
  const { recording, start, end } = track
  const shown = state.at === 0 ? (track.request ? end : start) : Math.min(end, Math.max(start, state.at))
  const latest = useRef({ update, end })
  latest.current = { update, end }

  const finish = useCallback(() => {
    setPlaying(false)
    setClock(null)
    latest.current.update({ at: latest.current.end })
  }, [])

  useEffect(() => {
    if (!playing) return
    const stop = play({
      recording,
      at: began.at,
      speed,
      onFrame: (frame) => {
        if (frame.at > latest.current.end) return
        client.setQueryData(['frame', recording], frame)
        latest.current.update({ at: frame.at })
      },
      onEnd: finish,
    })
    const timer = setInterval(() => {
      const now = began.at + (performance.now() - began.real) * speed
      if (now >= latest.current.end) finish()
      else setClock(now)
    }, CLOCK_MS)
    return () => {
      stop()
      clearInterval(timer)
    }
  }, [playing, recording, began, speed, client, finish])

  const now = playing && clock !== null ? clock : shown
  const from = (at: number) => {
    const whole = Math.round(Math.min(end, Math.max(start, at)))
    // 0 is the address's “no moment”, which shows a request as answered.
    update({ at: Math.max(1, whole) })
    setBegan({ at: whole, real: performance.now() })
    setClock(null)
  }
  return {
    playing,
    speed,
    now,
    toggle: () => {
      if (playing) from(now)
      else from(shown >= end ? start : shown)
      setPlaying(!playing)
    },
    seek: from,
    step: (direction) => {
      const stops = [start, ...track.stops, end]
      const next = direction > 0 ? stops.find((stop) => stop > now + 0.5) : stops.findLast((stop) => stop < now - 0.5)
      if (next !== undefined) from(next)
    },
    setSpeed: (next) => {
      if (playing) setBegan({ at: now, real: performance.now() })
      setSpeed(next)
    },
  }
}
