'use client'

import { useTranslations } from 'next-intl'
import type { Step } from '@/lib/api/step'
import { PanelSection } from './section'

/** A chain may skip a thousand rules; the nearest ones say enough. */
const shown = 12

/** The rules that were looked at before, the part of each that did not match, and why. */
export function Skipped({ step }: { step: Step }) {
  const t = useTranslations('path.panel')
  const skipped = step.skipped ?? []
  if (skipped.length === 0) return null
  return (
    <PanelSection title={t('skipped')} aside={step.chain}>
      <ol className="space-y-1 text-meta">
        {skipped.slice(-shown).map((rule) => (
          <li key={rule.index} className="flex gap-2" title={rule.rule}>
            <span className="w-5 shrink-0 text-ink-3">{rule.index}</span>
            <span className="min-w-0 [overflow-wrap:anywhere]">
              <code className="font-mono text-rule font-medium">{rule.part}</code> <span className="text-ink-2">{rule.why}</span>
            </span>
          </li>
        ))}
      </ol>
      {skipped.length > shown ? <p className="mt-1 text-meta text-ink-3">{t('skippedMore', { count: skipped.length - shown })}</p> : null}
    </PanelSection>
  )
}
