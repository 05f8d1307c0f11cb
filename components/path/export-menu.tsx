'use client'

import { ClipboardCopy, Download, FileImage, Image as ImageGlyph, type LucideIcon } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { useEffect, useState } from 'react'
import type { PictureKind } from '@/components/path/save-picture'
import { IconButton } from '@/components/ui/button'
import { Popover } from '@/components/ui/popover'

/** How long a word of success or failure stands. */
const toast = 1500

/** Saves the picture of the whole walk, or copies the walk as a note. */
export function ExportMenu({ onSave, onNote }: { onSave: (kind: PictureKind) => Promise<void>; onNote: () => string }) {
  const t = useTranslations('path.export')
  const [said, setSaid] = useState<'copied' | 'failed' | null>(null)
  useEffect(() => {
    if (said === null) return
    const timer = setTimeout(() => setSaid(null), toast)
    return () => clearTimeout(timer)
  }, [said])
  const save = (kind: PictureKind) => {
    onSave(kind).catch(() => setSaid('failed'))
  }
  const copy = () => {
    const done = navigator.clipboard?.writeText(onNote()) ?? Promise.reject(new Error('no clipboard'))
    done.then(
      () => setSaid('copied'),
      () => setSaid('failed'),
    )
  }
  const choices = [
    { name: 'png', Glyph: ImageGlyph, choose: () => save('png') },
    { name: 'svg', Glyph: FileImage, choose: () => save('svg') },
    { name: 'note', Glyph: ClipboardCopy, choose: copy },
  ] as const
  return (
    <>
      <Popover
        label={t('title')}
        align="end"
        className="p-1"
        trigger={
          <IconButton label={t('title')}>
            <Download size={14} aria-hidden />
          </IconButton>
        }
      >
        {(close) => (
          <ul className="w-52">
            {choices.map(({ Glyph, name, choose }) => (
              <Item
                key={name}
                Glyph={Glyph}
                label={t(name)}
                onChoose={() => {
                  close()
                  choose()
                }}
              />
            ))}
          </ul>
        )}
      </Popover>
      <p
        role="status"
        className={
          said === null
            ? 'sr-only'
            : 'fixed right-4 bottom-10 z-50 rounded-card bg-inv px-3 py-1.5 text-body font-medium text-inv-ink shadow-float'
        }
      >
        {said === null ? '' : t(said)}
      </p>
    </>
  )
}

function Item({ Glyph, label, onChoose }: { Glyph: LucideIcon; label: string; onChoose: () => void }) {
  return (
    <li>
      <button
        type="button"
        onClick={onChoose}
        className="flex h-8 w-full items-center gap-2 rounded-card px-2 text-left text-body hover:bg-hover focus-visible:bg-hover"
      >
        <Glyph size={14} aria-hidden className="shrink-0 text-ink-2" />
        {label}
      </button>
    </li>
  )
}
