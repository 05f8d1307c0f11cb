'use client'

import { ChevronDown, ChevronUp, ListCollapse, ListTree } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { type KeyboardEvent, useState } from 'react'
import { type ResourceAddress, useConfigFind } from '@/components/proxies/config/use-config'
import { IconButton } from '@/components/ui/button'

/** Depth at which all is folded: a resource's own fields; of the whole dump, its resources. */
const depthOf = ({ pointer }: ResourceAddress): number => (pointer === '' ? 4 : 1)

/** Finds a text in a resource (Enter: the next line that holds it, with Shift the one before), folds all and opens all. */
export function JsonBar({
  address,
  hit,
  onShow,
  onFold,
  onUnfold,
}: {
  address: ResourceAddress
  /** The line that was shown last. */
  hit: number | null
  onShow: (line: number) => void
  onFold: (depth: number) => void
  onUnfold: () => void
}) {
  const t = useTranslations('config')
  const [text, setText] = useState('')
  const [asked, setAsked] = useState('')
  const { data, isFetching } = useConfigFind(address, asked)
  const lines = data?.lines ?? []
  const at = hit === null ? -1 : lines.indexOf(hit)
  const step = (by: 1 | -1) => {
    const next =
      hit === null
        ? by === 1
          ? lines[0]
          : lines.at(-1)
        : by === 1
          ? lines.find((line) => line > hit)
          : lines.findLast((line) => line < hit)
    const line = next ?? (by === 1 ? lines[0] : lines.at(-1))
    if (line !== undefined) onShow(line)
  }
  const press = (event: KeyboardEvent) => {
    if (event.key !== 'Enter') return
    event.preventDefault()
    if (text !== asked) setAsked(text)
    else step(event.shiftKey ? -1 : 1)
  }
  return (
    <search className="flex min-h-8 shrink-0 items-center gap-1.5 border-edge border-b px-3 py-0.5">
      <input
        value={text}
        onChange={(event) => setText(event.target.value)}
        onKeyDown={press}
        aria-label={t('find')}
        placeholder={t('find')}
        maxLength={200}
        spellCheck={false}
        className="h-6 w-44 min-w-0 rounded-small border border-edge-ctl bg-card px-2"
      />
      <p aria-live="polite" className="min-w-0 truncate text-ink-2 text-meta">
        {asked === '' || isFetching || !data ? null : t('found', { at: at + 1, count: lines.length, more: data.more ? 'yes' : 'no' })}
      </p>
      <IconButton label={t('findPrevious')} disabled={lines.length === 0} onClick={() => step(-1)} className="!h-6 !w-6">
        <ChevronUp size={13} aria-hidden />
      </IconButton>
      <IconButton label={t('findNext')} disabled={lines.length === 0} onClick={() => step(1)} className="!h-6 !w-6">
        <ChevronDown size={13} aria-hidden />
      </IconButton>
      <IconButton label={t('foldAll')} onClick={() => onFold(depthOf(address))} className="!ml-auto !h-6 !w-6">
        <ListCollapse size={13} aria-hidden />
      </IconButton>
      <IconButton label={t('unfoldAll')} onClick={onUnfold} className="!h-6 !w-6">
        <ListTree size={13} aria-hidden />
      </IconButton>
    </search>
  )
}
