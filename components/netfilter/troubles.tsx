'use client'

import { TriangleAlert } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { useSay } from '@/components/ui/use-say'
import type { Outline, OutlineDump } from '@/lib/api/netfilter-view'
import type { FileProblem } from '@/lib/api/recordings'

/** Lines of a dump that could not be read: rules may be missing from what is shown. */
export function Troubles({ outline, dump }: { outline: Outline; dump: OutlineDump }) {
  const t = useTranslations('rules')
  const say = useSay()
  const words = ({ message, reason }: FileProblem) => (reason && say(reason)) ?? message
  const own = outline.problems.filter(({ entry }) => entry === dump.entry || entry.endsWith(dump.entry.slice(dump.entry.lastIndexOf('/'))))
  const [first, ...others] = own
  if (!first) return null
  return (
    <p
      role="alert"
      className="flex min-h-[34px] shrink-0 items-center gap-2 border-edge border-b bg-bar px-3.5 py-1 text-meta text-warn"
      title={own.map(words).join('\n')}
    >
      <TriangleAlert size={13} aria-hidden className="shrink-0" />
      <span className="min-w-0 truncate">{t('troubles', { message: words(first), more: others.length })}</span>
    </p>
  )
}
