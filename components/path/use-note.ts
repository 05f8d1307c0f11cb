'use client'

import { useTranslations } from 'next-intl'
import type { Recorded } from '@/components/path/path-props'
import { useExplain } from '@/components/path/use-explain'
import { useText } from '@/components/path/use-text'
import { useVerdictWords } from '@/components/ui/verdict'
import type { Step } from '@/lib/api/step'
import { noteText } from '@/lib/explain/note'
import { explainStep } from '@/lib/explain/step'
import { explainWalk } from '@/lib/explain/walk'
import { mainStep } from '@/lib/path/main-step'
import type { Layout, Stop } from '@/lib/path/model'

/** Writes the walk that is shown as a note: what each step of it did, in words, and where that was seen. */
export function useNote(layout: Layout, steps: Step[], recorded: Recorded | null): () => string {
  const t = useTranslations('path')
  const explain = useExplain()
  const text = useText()
  const words = useVerdictWords()
  const titleOf = (stop: Stop, step: Step | null) => {
    const caption = layout.axis?.stops.find((s) => s.id === stop.id)?.caption
    if (caption) return text(caption.title)
    const { card } = stop
    if (card && (card.look === 'fold' || card.look === 'passed' || !step)) return text(card.title)
    return step ? explain.plain(explainStep(step).title) : t('answer.arrives')
  }
  return () => {
    const { client, verdict } = layout
    return noteText({
      title: client ? `${client.name}: ${client.command}` : (steps[0]?.netns ?? ''),
      verdict: words(verdict),
      sentence: explain.plain(explainWalk(verdict, steps, recorded?.outcome?.status ?? null)),
      evidence: t('export.evidence'),
      address: location.href,
      steps: layout.stops.map((stop) => {
        const step = mainStep(stop)
        return {
          id: stop.id,
          place: step?.proxy ?? step?.netns ?? client?.name ?? '',
          title: titleOf(stop, step),
          sentence: step
            ? explainStep(step)
                .sentence.map((message) => explain.plain(message))
                .join(' ')
            : '',
          evidence:
            step?.evidence.map((e) => (e.line === undefined ? [e.entry, e.pointer].filter(Boolean).join(' ') : `${e.entry}:${e.line}`)) ??
            [],
        }
      }),
    })
  }
}
