'use client'

import { Play, X } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { wishToPlay } from '@/components/player/play-wish'
import { useTrack } from '@/components/player/timeline'
import { usePageAddress } from '@/components/shell/page-state'
import { useRecording } from '@/components/shell/recordings'
import { Button } from '@/components/ui/button'

/** Opens the player of the recorded request that is shown and plays it; while it is open, closes it and shows the request as answered. */
export function PlayRequestButton() {
  const t = useTranslations('player')
  const { state, update } = usePageAddress()
  const recording = useRecording()
  const track = useTrack()
  if (!state.request || !recording || !track?.request) return null
  const open = state.at > 0
  const id = state.request
  const press = () => {
    if (!open) wishToPlay(id)
    update({ at: open ? 0 : Math.max(1, Math.round(track.start)) })
  }
  const label = open ? t('close') : t('playRequest')
  return (
    <Button className="h-[38px] rounded-group px-3" aria-label={label} title={label} onClick={press}>
      {open ? <X size={14} aria-hidden /> : <Play size={14} aria-hidden />}
    </Button>
  )
}
