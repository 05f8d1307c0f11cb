import { Ban, Info, type LucideIcon, TriangleAlert } from 'lucide-react'
import { toneClasses } from '@/components/ui/verdict'
import type { AnalysisFinding } from '@/lib/api/analysis'

export const levelLooks: Record<AnalysisFinding['level'], { glyph: LucideIcon; tone: string }> = {
  Error: { glyph: Ban, tone: toneClasses.dropped },
  Warning: { glyph: TriangleAlert, tone: toneClasses.warn },
  Info: { glyph: Info, tone: toneClasses.muted },
}

/** A level as a glyph on its colour; the words stand beside it. */
export function LevelMark({ level }: { level: AnalysisFinding['level'] }) {
  const { glyph: Glyph, tone } = levelLooks[level]
  return (
    <span className={`flex size-6 shrink-0 items-center justify-center rounded-chip ${tone}`}>
      <Glyph size={13} aria-hidden />
    </span>
  )
}
