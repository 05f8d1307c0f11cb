'use client'

import { useQueryClient } from '@tanstack/react-query'
import { useCallback, useEffect, useRef, useState } from 'react'
import { carryOver } from '@/components/player/carry'
import { play } from '@/components/player/stream'
import { type Track, useShownMoment } from '@/components/player/timeline'
import { usePageAddress } from '@/components/shell/page-state'
import type { Change } from '@/lib/api/timeline'

export const speeds = [0.25, 1, 4] as const
export type Speed = (typeof speeds)[number]

/** How often the clock beside the track moves on while playing. */
const CLOCK_MS = 100

/** A view that needs longer than this for one moment no longer holds the next one back. */
const SLOW_MS = 5000

export interface Player {
  playing: boolean
  speed: Speed
  /** ms on the timeline: between the address's moments while it plays. */
  now: number
  toggle(): void
  seek(at: number): void
  /** While the knob is held, nothing plays; it goes on from where it is let go. */
  hold(held: boolean): void
  /** To the next (1) or previous (−1) event. */
  step(direction: 1 | -1): void
  setSpeed(speed: Speed): void
}

/** Plays a track: each frame of the server's stream sets the address's moment, and every query that depends on it follows. */
export function usePlayer(track: Track): Player {
  const { update } = usePageAddress()
  const client = useQueryClient()
  const [playing, setPlaying] = useState(false)
  const [held, setHeld] = useState(false)
  const [speed, setSpeed] = useState<Speed>(1)
  // Where the stream begins; each seek begins a new one.
  const [began, setBegan] = useState({ at: 0 })
  const [clock, setClock] = useState<number | null>(null)
  const { recording, start, end } = track
  const shown = useShownMoment(track)
  const latest = useRef({ update, end })
  latest.current = { update, end }

  const finish = useCallback(() => {
    setPlaying(false)
    setClock(null)
    latest.current.update({ at: latest.current.end })
  }, [])

  useEffect(() => {
    if (!playing || held) return
    const anchor = { at: began.at, real: performance.now() }
    let next: number | null = null
    let last = Math.max(1, began.at)
    let since: Change[] = []
    let shownSince = performance.now()
    // A moment that came while the last one was being read would cancel it: frames faster than answers would show nothing at all.
    const show = () => {
      if (next === null || (client.isFetching() > 0 && performance.now() - shownSince < SLOW_MS)) return
      carryOver(client, recording, last, next, since)
      latest.current.update({ at: next })
      last = next
      next = null
      since = []
      shownSince = performance.now()
    }
    const stop = play({
      recording,
      at: began.at,
      speed,
      onFrame: (frame) => {
        if (frame.at > latest.current.end) return
        next = frame.at
        since.push(...frame.changes)
        show()
      },
      onMoment: (at) => {
        anchor.at = at
        anchor.real = performance.now()
      },
      onEnd: finish,
    })
    const timer = setInterval(() => {
      const now = anchor.at + (performance.now() - anchor.real) * speed
      if (now >= latest.current.end) finish()
      else setClock(now)
      show()
    }, CLOCK_MS)
    return () => {
      stop()
      clearInterval(timer)
    }
  }, [playing, held, recording, began, speed, client, finish])

  const now = playing && clock !== null ? clock : shown
  const from = (at: number) => {
    const whole = Math.round(Math.min(end, Math.max(start, at)))
    // 0 is the address's “no moment”, which shows a request as answered.
    update({ at: Math.max(1, whole) })
    setBegan({ at: whole })
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
    hold: setHeld,
    step: (direction) => {
      const stops = [start, ...track.stops, end]
      const next = direction > 0 ? stops.find((stop) => stop > now + 0.5) : stops.findLast((stop) => stop < now - 0.5)
      if (next !== undefined) from(next)
    },
    setSpeed: (next) => {
      if (playing) setBegan({ at: Math.round(now) })
      setSpeed(next)
    },
  }
}
