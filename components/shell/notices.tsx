'use client'

import { CircleCheck, TriangleAlert, X } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { useEffect, useSyncExternalStore } from 'react'
import { IconButton } from '@/components/ui/button'

interface Notice {
  id: number
  text: string
  kind: 'done' | 'failed'
}

/** How long “Copied” stays. A failure stays until it is closed: it has to be read. */
const doneMs = 1500

let notices: readonly Notice[] = []
let nextId = 1
const listeners = new Set<() => void>()

function publish(next: readonly Notice[]) {
  notices = next
  for (const listener of listeners) listener()
}

/** Shows a short notice at the bottom of the page; screen readers hear it. */
export function notify(text: string, kind: Notice['kind'] = 'done') {
  const id = nextId++
  publish([...notices.slice(-3), { id, text, kind }])
}

const dismiss = (id: number) => publish(notices.filter((notice) => notice.id !== id))
const subscribe = (listener: () => void) => {
  listeners.add(listener)
  return () => listeners.delete(listener)
}
const none: readonly Notice[] = []

/** Where notices appear; mounted once. */
export function Notices() {
  const shown = useSyncExternalStore(
    subscribe,
    () => notices,
    () => none,
  )
  return (
    <div role="status" aria-live="polite" className="pointer-events-none fixed inset-x-0 bottom-14 z-50 flex flex-col items-center gap-2">
      {shown.map((notice) => (
        <NoticeBox key={notice.id} notice={notice} />
      ))}
    </div>
  )
}

function NoticeBox({ notice }: { notice: Notice }) {
  const t = useTranslations('shell')
  const failed = notice.kind === 'failed'
  useEffect(() => {
    if (failed) return
    const timer = setTimeout(() => dismiss(notice.id), doneMs)
    return () => clearTimeout(timer)
  }, [failed, notice.id])
  const Glyph = failed ? TriangleAlert : CircleCheck
  return (
    <div
      className={`animate-rise pointer-events-auto flex max-w-[620px] items-center gap-2 rounded-pod border bg-card px-3 py-2 shadow-float ${failed ? 'border-dropped' : 'border-edge-2'}`}
    >
      <Glyph size={14} className={`shrink-0 ${failed ? 'text-dropped' : 'text-trace'}`} aria-hidden />
      <span className="break-words">{notice.text}</span>
      {failed ? (
        <IconButton label={t('close')} onClick={() => dismiss(notice.id)}>
          <X size={14} aria-hidden />
        </IconButton>
      ) : null}
    </div>
  )
}
