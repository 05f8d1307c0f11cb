import { useTranslations } from 'next-intl'
import { levelLooks } from '@/components/analysis/level-mark'
import { useSentence } from '@/components/analysis/use-sentence'
import type { AnalysisFinding } from '@/lib/api/analysis'

/** What is found about one object: a chip with the code, and the sentence; istioctl's words on pointing at it. */
export function FindingChips({ findings }: { findings: readonly AnalysisFinding[] }) {
  const t = useTranslations('analysis')
  const sentence = useSentence()
  if (findings.length === 0) return null
  return (
    <ul className="mt-0.5 mb-1 flex flex-col gap-1 pl-5">
      {findings.map((one) => {
        const { glyph: Glyph, tone } = levelLooks[one.level]
        return (
          <li key={`${one.line} ${one.path}`} className="flex items-start gap-1.5 text-meta">
            <span className={`inline-flex h-[18px] shrink-0 items-center gap-1 rounded-chip px-1.5 font-semibold ${tone}`}>
              <Glyph size={10} aria-hidden />
              <span className="sr-only">{t(`one.${one.level}`)} </span>
              <span lang="en" title={one.line}>
                {one.code}
              </span>
            </span>
            <span className="min-w-0 break-words text-ink-2">{sentence(one)}</span>
          </li>
        )
      })}
    </ul>
  )
}
