'use client'

import { Pause, Play, ScrollText, StepBack, StepForward } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { useEffect, useRef, useState } from 'react'
import { ActivityDrawer } from '@/components/player/activity-drawer'
import { clockText } from '@/components/player/clock'
import { takeWish } from '@/components/player/play-wish'
import { usePlayerKeys } from '@/components/player/player-keys'
import { type Track, useTrack } from '@/components/player/timeline'
import { TrackLine } from '@/components/player/track-line'
import { type Speed, speeds, usePlayer } from '@/components/player/use-player'
import { usePageAddress } from '@/components/shell/page-state'
import { Button, IconButton } from '@/components/ui/button'
import { Segment } from '@/components/ui/segment'

/**
 * Stands below every view of a live recording, and below a recorded request's walk from when it is played (the address then
 * has a moment), so that the walk has its room before. What is shown is the moment that it stands at.
 */
export function PlayerBar() {
  const track = useTrack()
  const { state } = usePageAddress()
  return track && (!track.request || state.at > 0) ? <Bar key={`${track.recording} ${track.request?.sent ?? ''}`} track={track} /> : null
}

function Bar({ track }: { track: Track }) {
  const t = useTranslations('player')
  const player = usePlayer(track)
  const [log, setLog] = useState(false)
  usePlayerKeys(player)
  const { request } = usePageAddress().state
  const toggle = useRef(player.toggle)
  useEffect(() => {
    if (request && takeWish(request)) toggle.current()
  }, [request])
  const passed = track.ticks.filter((tick) => tick.at <= player.now).length
  return (
    <>
      {log ? <ActivityDrawer track={track} /> : null}
      <section
        aria-label={t('player')}
        className="flex h-11 shrink-0 items-center gap-2.5 border-edge border-t bg-bar px-3.5 max-sm:h-auto max-sm:flex-wrap max-sm:gap-y-0 max-sm:py-1"
        data-player
      >
        <IconButton label={t('back')} onClick={() => player.step(-1)} aria-keyshortcuts=",">
          <StepBack size={14} aria-hidden />
        </IconButton>
        <IconButton
          label={player.playing ? t('pause') : track.request ? t('playRequest') : t('play')}
          onClick={player.toggle}
          aria-keyshortcuts="Space"
          className="bg-inv !text-inv-ink hover:!bg-inv"
        >
          {player.playing ? <Pause size={14} aria-hidden /> : <Play size={14} aria-hidden />}
        </IconButton>
        <IconButton label={t('forward')} onClick={() => player.step(1)} aria-keyshortcuts=".">
          <StepForward size={14} aria-hidden />
        </IconButton>
        <span className="w-[122px] whitespace-nowrap font-mono text-rule text-ink-2">
          <span className="text-ink">{clockText(player.now)}</span> / {clockText(track.end)}
        </span>
        <TrackLine track={track} player={player} />
        <span className="contents max-sm:hidden">
          <Segment
            name="speed"
            label={t('speed')}
            value={String(player.speed)}
            options={speeds.map((speed) => ({ value: String(speed), label: `${speed}×` }))}
            onChange={(value) => player.setSpeed(speeds.find((speed): speed is Speed => String(speed) === value) ?? 1)}
          />
        </span>
        {track.request ? null : (
          <span className="whitespace-nowrap text-meta text-ink-2 max-dock:hidden">{t('events', { passed, of: track.ticks.length })}</span>
        )}
        <Button look="quiet" aria-expanded={log} onClick={() => setLog(!log)} className="max-sm:ml-auto">
          <ScrollText size={14} aria-hidden />
          {t('log')}
        </Button>
      </section>
    </>
  )
}
