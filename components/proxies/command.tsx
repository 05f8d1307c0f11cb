'use client'

import { Check, Copy, X } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { useEffect, useState } from 'react'
import { Tokens } from '@/components/ui/tokens'

/** tokens §10: the word "Copied" stays this long. */
const COPIED_MS = 1500

/** Copies a text, or one that is asked for only then, and says so. */
export function CopyButton({ text, label, className = '' }: { text: string | (() => Promise<string>); label: string; className?: string }) {
  const t = useTranslations('proxies')
  const [said, setSaid] = useState<'copied' | 'copyFailed' | null>(null)
  useEffect(() => {
    if (!said) return
    const timer = setTimeout(() => setSaid(null), COPIED_MS)
    return () => clearTimeout(timer)
  }, [said])
  const copy = async () => navigator.clipboard.writeText(typeof text === 'string' ? text : await text())
  return (
    <button
      type="button"
      aria-label={label}
      title={said ? t(said) : label}
      onClick={() =>
        void copy().then(
          () => setSaid('copied'),
          () => setSaid('copyFailed'),
        )
      }
      className={`inline-flex size-5 shrink-0 items-center justify-center rounded-small hover:bg-hover ${className}`}
    >
      {said === 'copied' ? (
        <Check size={12} aria-hidden className="text-trace" />
      ) : said ? (
        <X size={12} aria-hidden className="text-dropped" />
      ) : (
        <Copy size={12} aria-hidden />
      )}
      <span role="status" className="sr-only">
        {said ? t(said) : ''}
      </span>
    </button>
  )
}

/** A command to run oneself. No line breaks inside a token; `oneLine`: none at all, cut where the room ends. */
export function Command({ text, oneLine = false, className = '' }: { text: string; oneLine?: boolean; className?: string }) {
  const t = useTranslations('proxies')
  return (
    <div className={`flex items-start gap-2 rounded-chip border border-edge bg-card py-1 pr-1 pl-2 font-mono text-rule ${className}`}>
      <span aria-hidden className="pt-[2px] text-ink-3 leading-4">
        $
      </span>
      <code className={`min-w-0 grow pt-[2px] leading-4 ${oneLine ? 'truncate' : 'break-words'}`} title={oneLine ? text : undefined}>
        {oneLine ? text : <Tokens text={text} />}
      </code>
      <CopyButton text={text} label={t('copyCommand', { command: text })} className="text-ink-2" />
    </div>
  )
}
