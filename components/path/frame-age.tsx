'use client'

import { History } from 'lucide-react'
import { useTranslations } from 'next-intl'
import type { ReactNode } from 'react'
import { useOutdated } from '@/components/live/use-outdated'
import { folderOf } from '@/components/path/frame-folder'
import { humanDuration } from '@/lib/istio/age'
import type { Frame } from '@/lib/path/model'

/**
 * How old a frame is when its place could be read before and can't be now: its agent is gone, its tunnel breaks. Otherwise what else stands there:
 * beside the address there is room for one of them.
 */
export function FrameAge({ frame, children }: { frame: Frame; children: ReactNode }) {
  const t = useTranslations('live')
  const outdated = useOutdated(folderOf(frame))
  if (outdated === null) return children
  const age = humanDuration(outdated.seconds)
  return (
    <span
      className="ml-auto inline-flex shrink-0 items-center gap-1 rounded-small bg-warn-bg px-1 text-meta font-semibold text-warn"
      title={t('outdatedWhy', { age, why: outdated.why })}
    >
      <History size={12} aria-hidden />
      {t('outdated', { age })}
    </span>
  )
}
