'use client'

import dynamic from 'next/dynamic'
import { useTranslations } from 'next-intl'
import { type ReactNode, useState } from 'react'
import { PlayerBar } from '@/components/player/player-bar'
import { DropZone } from '@/components/shell/drop-zone'
import { Header } from '@/components/shell/header'
import { Notices } from '@/components/shell/notices'
import { useRecording } from '@/components/shell/recordings'
import { useShortcuts } from '@/components/shell/shortcuts'

const Palette = dynamic(() => import('@/components/shell/palette').then((module) => module.Palette), { ssr: false })
const LiveNotice = dynamic(() => import('@/components/live/live-notice').then((module) => module.LiveNotice), { ssr: false })
const HelpSheet = dynamic(() => import('@/components/shell/help-sheet').then((module) => module.HelpSheet), { ssr: false })

/** What every view stands in: header above, player below, and what floats. */
export function Shell({ children }: { children: ReactNode }) {
  const t = useTranslations('shell')
  const [open, setOpen] = useState<'palette' | 'help' | null>(null)
  useShortcuts({ onSearch: () => setOpen('palette'), onHelp: () => setOpen('help') })
  const close = () => setOpen(null)
  const current = useRecording()
  return (
    // A window too short for the bars (a page at 200 %, a phone on its side) scrolls as a whole, or the picture had no room.
    <div className="flex h-dvh max-lg:h-[max(100dvh,640px)] min-w-[320px] flex-col overflow-hidden">
      <a
        href="#main"
        className="sr-only focus:not-sr-only focus:fixed focus:top-2 focus:left-2 focus:z-50 focus:rounded-card focus:bg-card focus:px-3 focus:py-2"
      >
        {t('skip')}
      </a>
      <Header onSearch={() => setOpen('palette')} onHelp={() => setOpen('help')} />
      {current?.origin === 'cluster' ? <LiveNotice recording={current.name} /> : null}
      <main id="main" tabIndex={-1} className="flex min-h-0 grow flex-col outline-none">
        {children}
      </main>
      <PlayerBar />
      <DropZone />
      <Notices />
      {open === 'palette' ? <Palette onClose={close} onHelp={() => setOpen('help')} /> : null}
      {open === 'help' ? <HelpSheet onClose={close} /> : null}
    </div>
  )
}
