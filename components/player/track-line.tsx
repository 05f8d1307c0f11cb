'use client'

import { useTranslations } from 'next-intl'
import { type KeyboardEvent, type PointerEvent, useRef } from 'react'
import { clockText } from '@/components/player/clock'
import type { Track } from '@/components/player/timeline'
import type { Player } from '@/components/player/use-player'
import { useLocalText } from '@/components/shell/recordings'
import type { Tick } from '@/lib/api/timeline'

const tickColour: Record<Tick['kind'], string> = { request: 'bg-trace', drop: 'bg-dropped', push: 'bg-warn', event: 'bg-ink' }

/** The least room of a label (share of the track): one is left out when it would begin nearer to the one before. */
const LABEL_ROOM = 0.1

/** The timeline with a tick for every event and a knob: a slider for pointer and keys. */
export function TrackLine({ track, player }: { track: Track; player: Player }) {
  const t = useTranslations('player')
  const local = useLocalText()
  const line = useRef<HTMLDivElement>(null)
  const span = Math.max(1, track.end - track.start)
  const share = (at: number) => Math.min(1, Math.max(0, (at - track.start) / span))

  const seekTo = (event: PointerEvent) => {
    const box = line.current?.getBoundingClientRect()
    if (box) player.seek(track.start + ((event.clientX - box.left) / box.width) * span)
  }
  const press = (event: KeyboardEvent) => {
    const by = { ArrowLeft: -1, ArrowDown: -1, ArrowRight: 1, ArrowUp: 1 }[event.key]
    if (by === 1 || by === -1) player.step(by)
    else if (event.key === 'Home') player.seek(track.start)
    else if (event.key === 'End') player.seek(track.end)
    else return
    event.preventDefault()
    event.stopPropagation()
  }

  let labelEnd = -1
  const labelled = track.ticks.filter((tick) => {
    if (tick.kind !== 'event' || share(tick.at) < labelEnd || share(tick.at) > 1 - LABEL_ROOM) return false
    labelEnd = share(tick.at) + LABEL_ROOM
    return true
  })
  const roomOf = (index: number) => share(labelled[index + 1]?.at ?? track.end) - share(labelled[index]?.at ?? track.end)
  return (
    <div
      ref={line}
      role="slider"
      tabIndex={0}
      aria-label={t('track')}
      aria-valuemin={Math.round(track.start)}
      aria-valuemax={Math.round(track.end)}
      aria-valuenow={Math.round(player.now)}
      aria-valuetext={clockText(player.now)}
      onKeyDown={press}
      onPointerDown={(event) => {
        event.currentTarget.setPointerCapture(event.pointerId)
        player.hold(true)
        seekTo(event)
      }}
      onPointerMove={(event) => event.currentTarget.hasPointerCapture(event.pointerId) && seekTo(event)}
      onLostPointerCapture={() => player.hold(false)}
      className="relative h-9 min-w-0 grow max-sm:order-first max-sm:basis-full cursor-pointer touch-none rounded-small"
    >
      <span className="absolute inset-x-0 top-[25px] h-1 rounded-full bg-edge-2" />
      <span className="absolute top-[25px] left-0 h-1 rounded-full bg-trace" style={{ width: `${share(player.now) * 100}%` }} />
      {track.ticks.map((tick) => (
        <span
          key={`${tick.kind} ${tick.id} ${tick.at}`}
          title={`${clockText(tick.at)} ${local(tick.title)}`}
          className={`absolute w-0.5 ${tick.kind === 'event' ? 'top-[17px] h-4' : 'top-[21px] h-3'} ${tickColour[tick.kind]}`}
          style={{ left: `${share(tick.at) * 100}%` }}
        />
      ))}
      {labelled.map((tick, index) => (
        <span
          key={`${tick.id} ${tick.at}`}
          title={local(tick.title)}
          className="absolute top-0 truncate pl-1 text-[10.5px] leading-4 text-ink-2"
          style={{ left: `${share(tick.at) * 100}%`, maxWidth: `${roomOf(index) * 100}%` }}
        >
          {local(tick.title)}
        </span>
      ))}
      <span
        className="absolute top-[21px] size-3 -translate-x-1/2 rounded-full border-2 border-trace bg-card"
        style={{ left: `${share(player.now) * 100}%` }}
      />
    </div>
  )
}
