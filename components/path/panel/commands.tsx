'use client'

import { Check, Copy } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { useEffect, useState } from 'react'
import { PanelSection } from '@/components/path/panel/section'
import type { Step } from '@/lib/api/step'
import { commandsFor } from '@/lib/explain/commands'

/** How long "Copied" stands. */
const toast = 1500

/** Commands that show the same thing on the real system. */
export function Commands({ step }: { step: Step }) {
  const t = useTranslations('path.panel')
  const commands = commandsFor(step)
  const [copied, setCopied] = useState<string | null>(null)
  useEffect(() => {
    if (copied === null) return
    const timer = setTimeout(() => setCopied(null), toast)
    return () => clearTimeout(timer)
  }, [copied])
  if (commands.length === 0) return null
  const where = commands.find((c) => c.where !== null)?.where
  return (
    <PanelSection title={t('commands')} aside={where ? t('on', { place: where }) : null}>
      <ul className="space-y-1.5">
        {commands.map(({ command }) => (
          <li key={command} className="flex items-start gap-2 rounded-card border border-edge bg-card py-1 pr-1 pl-2">
            <span aria-hidden className="font-mono text-rule leading-4 text-ink-3">
              $
            </span>
            <code className="min-w-0 flex-1 font-mono text-rule leading-4">
              {command.split(' ').map((word, i) => (
                // biome-ignore lint/suspicious/noArrayIndexKey: words of one command
                <span key={i}>
                  {i > 0 ? ' ' : ''}
                  <span className={word.length < 36 ? 'whitespace-nowrap' : '[overflow-wrap:anywhere]'}>{word}</span>
                </span>
              ))}
            </code>
            <button
              type="button"
              aria-label={t('copy')}
              title={t('copy')}
              onClick={() =>
                navigator.clipboard?.writeText(command).then(
                  () => setCopied(command),
                  () => setCopied(null),
                )
              }
              className="flex size-5 shrink-0 items-center justify-center rounded-small text-ink-3 hover:bg-hover hover:text-ink"
            >
              {copied === command ? <Check size={12} aria-hidden className="text-trace" /> : <Copy size={12} aria-hidden />}
            </button>
          </li>
        ))}
      </ul>
      <p
        role="status"
        className={
          copied === null
            ? 'sr-only'
            : 'fixed right-4 bottom-10 z-50 rounded-card bg-inv px-3 py-1.5 text-body font-medium text-inv-ink shadow-float'
        }
      >
        {copied === null ? '' : t('copied')}
      </p>
    </PanelSection>
  )
}
