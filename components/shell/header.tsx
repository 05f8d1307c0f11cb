'use client'

import { CircleHelp, Search } from 'lucide-react'
import dynamic from 'next/dynamic'
import Link from 'next/link'
import { useTranslations } from 'next-intl'
import { LanguageButton } from '@/components/shell/language-button'
import { LogoutButton } from '@/components/shell/logout-button'
import { Mark } from '@/components/shell/mark'
import { usePageAddress } from '@/components/shell/page-state'
import { RecordedAt } from '@/components/shell/recorded-at'
import { useRecording } from '@/components/shell/recordings'
import { SourcePicker } from '@/components/shell/source-picker'
import { Tabs } from '@/components/shell/tabs'
import { ThemeButton } from '@/components/shell/theme-button'
import { Button, IconButton } from '@/components/ui/button'
import { Kbd } from '@/components/ui/kbd'

const LiveControls = dynamic(() => import('@/components/live/live-controls').then((module) => module.LiveControls), { ssr: false })

/** The page's first bar, 44 px: where the data is from, the views, and what holds for all of them. */
export function Header({ onSearch, onHelp }: { onSearch: () => void; onHelp: () => void }) {
  const t = useTranslations('shell')
  const { state, href } = usePageAddress()
  const current = useRecording()
  return (
    <header className="flex h-11 shrink-0 items-center gap-3 border-edge border-b bg-bar px-3.5 max-[899px]:h-auto max-[899px]:flex-wrap max-[899px]:gap-y-0 max-[899px]:pt-1 max-sm:gap-x-1.5">
      <Link
        href={href('/', { recording: state.recording, freeze: state.freeze })}
        className="flex items-center gap-2 max-lg:h-9 max-lg:min-w-9 text-brand font-[650]"
        title={t('home')}
      >
        <Mark />
        <span className="max-dock:sr-only">Hopscope</span>
      </Link>
      <SourcePicker />
      <Tabs />
      <div className="grow" />
      {current?.origin === 'cluster' ? (
        <LiveControls recording={current.name} />
      ) : (
        <span className="max-sm:hidden">
          <RecordedAt />
        </span>
      )}
      <Button onClick={onSearch} aria-keyshortcuts="Meta+K Control+K" className="ml-1">
        <Search size={13} aria-hidden />
        <span className="font-normal max-dock:sr-only">{t('search')}</span>
        <span className="max-sm:hidden">
          <Kbd>⌘K</Kbd>
        </span>
      </Button>
      <div className="flex items-center gap-1">
        <LogoutButton />
        <LanguageButton />
        <ThemeButton />
        <IconButton label={t('help')} onClick={onHelp} aria-keyshortcuts="?">
          <CircleHelp size={16} aria-hidden />
        </IconButton>
      </div>
    </header>
  )
}
