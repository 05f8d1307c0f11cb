'use client'

import { ChevronDown, TriangleAlert, Upload } from 'lucide-react'
import { usePathname, useRouter } from 'next/navigation'
import { useTranslations } from 'next-intl'
import { useRef } from 'react'
import { ContextList } from '@/components/live/context-list'
import { SaveRecording } from '@/components/live/save-recording'
import { useOpenRecording } from '@/components/shell/open-recording'
import { noQuestion, usePageAddress } from '@/components/shell/page-state'
import { useLocalText, useRecording, useRecordings } from '@/components/shell/recordings'
import { Button } from '@/components/ui/button'
import { Popover } from '@/components/ui/popover'
import { useProblemWords } from '@/components/ui/use-problem-words'
import type { RecordingSummary } from '@/lib/api/recordings'

/** Which recording the page is about: a list of what the server has, and a way to open one of one's own. */
export function SourcePicker() {
  const t = useTranslations('shell')
  const live = useTranslations('live')
  const current = useRecording()
  const { state } = usePageAddress()
  const { isPending } = useRecordings()
  const name = current?.name ?? state.recording ?? (isPending ? t('loading') : t('noRecording'))
  return (
    <Popover
      label={t('sources')}
      className="w-[420px]"
      trigger={
        <Button className="min-w-0 max-w-[260px] shrink max-dock:max-w-[180px] max-sm:max-w-[124px]">
          <span className="sr-only">{t('source')}</span>
          <SourceDot origin={current?.origin} />
          <span className="truncate text-lead font-semibold" title={name}>
            {name}
          </span>
          {current ? (
            <span className="text-meta font-normal text-ink-3 max-sm:hidden">
              {current.origin === 'cluster' ? live('cluster') : t('recording')}
            </span>
          ) : null}
          <ChevronDown size={14} className="shrink-0" aria-hidden />
        </Button>
      }
    >
      {(close) => <SourceList onChosen={close} />}
    </Popover>
  )
}

/** Filled: a live cluster; hollow: a recording. */
function SourceDot({ origin }: { origin: RecordingSummary['origin'] | undefined }) {
  const look = origin === 'cluster' ? 'border-trace bg-trace' : 'border-ink-3'
  return <span className={`size-2 shrink-0 rounded-full border-[1.5px] ${look}`} aria-hidden />
}

function SourceList({ onChosen }: { onChosen: () => void }) {
  const t = useTranslations('shell')
  const live = useTranslations('live')
  const local = useLocalText()
  const { data = [] } = useRecordings()
  const current = useRecording()
  const { href, state } = usePageAddress()
  const router = useRouter()
  const pathname = usePathname()
  const words = useProblemWords()
  const choose = (name: string) => {
    onChosen()
    router.push(href(pathname, { ...noQuestion, recording: name, freeze: state.freeze }))
  }
  // What the page showed is gone: the server's first source takes its place.
  const leave = (name: string) => {
    if (name === current?.name) router.push(href(pathname, { ...noQuestion, recording: null, freeze: state.freeze }))
  }
  return (
    <>
      <ul className="p-1">
        {data.map((one) => (
          <li key={one.name}>
            <button
              type="button"
              onClick={() => choose(one.name)}
              aria-current={one.name === current?.name}
              className="flex w-full flex-col rounded-card px-2.5 py-1.5 text-left hover:bg-hover aria-[current=true]:bg-sunken"
            >
              <span className="flex items-center gap-1.5">
                <SourceDot origin={one.origin} />
                <span className="font-semibold">{one.name}</span>
                <span className="text-ink-3">
                  {one.origin === 'cluster' ? live('cluster') : t('requestCount', { count: one.requests.length })}
                </span>
                {one.problems.length > 0 ? (
                  <span className="flex items-center gap-1 text-warn" title={one.problems.map(words).join('\n')}>
                    <TriangleAlert size={12} aria-hidden />
                    {t('problems', { count: one.problems.length })}
                  </span>
                ) : null}
              </span>
              <span className="text-ink-2">
                {one.origin === 'cluster' ? `Kubernetes ${one.versions.kubernetes ?? ''}` : local(one.title)}
              </span>
            </button>
          </li>
        ))}
      </ul>
      <ContextList onConnected={choose} onDisconnected={leave} />
      <UploadRow onChosen={onChosen} />
    </>
  )
}

function UploadRow({ onChosen }: { onChosen: () => void }) {
  const t = useTranslations('shell')
  const input = useRef<HTMLInputElement>(null)
  const openRecording = useOpenRecording()
  const current = useRecording()
  return (
    <div className="sticky bottom-0 flex flex-wrap items-center gap-2 border-edge border-t bg-card px-3 py-2 text-ink-3">
      <Button onClick={() => input.current?.click()}>
        <Upload size={13} aria-hidden />
        {t('openZip')}
      </Button>
      {current?.origin === 'cluster' ? <SaveRecording recording={current.name} /> : <span>{t('dropHint')}</span>}
      <input
        ref={input}
        type="file"
        accept=".zip,application/zip"
        className="hidden"
        aria-label={t('openZip')}
        onChange={(event) => {
          const file = event.target.files?.[0]
          event.target.value = ''
          onChosen()
          if (file) openRecording(file)
        }}
      />
    </div>
  )
}
