'use client'

import { TriangleAlert } from 'lucide-react'
import { useTranslations } from 'next-intl'
import type { Outline, OutlineDump } from '@/lib/api/netfilter-view'

/** Lines of a dump that could not be read: rules may be missing from what is shown. */
export function Troubles({ outline, dump }: { outline: Outline; dump: OutlineDump }) {
  const t = useTranslations('rules')
  const own = outline.problems.filter(({ entry }) => entry === dump.entry || entry.endsWith(dump.entry.slice(dump.entry.lastIndexOf('/'))))
  const [first, ...others] = own
  if (!first) return null
  return (
    <p
      role="alert"
      className="flex min-h-[34px] shrink-0 items-center gap-2 border-edge border-b bg-bar px-3.5 py-1 text-meta text-warn"
      title={own.map(({ message }) => message).join('\n')}
    >
      <TriangleAlert size={13} aria-hidden className="shrink-0" />
      <span className="min-w-0 truncate">{t('troubles', { message: first.message, more: others.length })}</span>
    </p>
  )
}
