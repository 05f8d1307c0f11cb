'use client'

import { ChevronRight } from 'lucide-react'
import Link from 'next/link'
import { useTranslations } from 'next-intl'
import { LevelMark } from '@/components/analysis/level-mark'
import { levels } from '@/components/analysis/shown'
import { useAnalysis } from '@/components/analysis/use-analysis'
import { usePageAddress } from '@/components/shell/page-state'
import { useRecording } from '@/components/shell/recordings'

/** How many findings the configuration has, as a link to them; nothing while it is not known, or where there is none. */
export function AnalysisLine() {
  const t = useTranslations('analysis')
  const recording = useRecording()?.name ?? null
  const { state, href } = usePageAddress()
  const { data } = useAnalysis(recording)
  const worst = data?.findings[0]
  if (!data || !worst) return null
  const [errors, warnings, infos] = levels.map((level) => data.findings.filter((one) => one.level === level).length)
  return (
    <Link
      href={href('/', { recording: state.recording, at: state.at, freeze: state.freeze, view: 'analysis' })}
      prefetch={false}
      className="flex items-center gap-3 border-edge border-b px-4 py-2 hover:bg-hover"
    >
      <LevelMark level={worst.level} />
      <span className="min-w-0 grow">
        <span className="block font-semibold">{t('open')}</span>
        <span className="block truncate text-ink-2">
          {t('summary', { errors: errors ?? 0, warnings: warnings ?? 0, infos: infos ?? 0 })}
        </span>
      </span>
      <ChevronRight size={14} className="shrink-0 text-ink-3" aria-hidden />
    </Link>
  )
}
