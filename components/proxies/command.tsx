'use client'

import { Check, Copy } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { useEffect, useState } from 'react'
import { Tokens } from '@/components/ui/tokens'

/** tokens §10: the word "Copied" stays this long. */
const COPIED_MS = 1500

/** Copies a text and says so. */
export function CopyButton({ text, label, className = '' }: { text: string; label: string; className?: string }) {
  const t = useTranslations('proxies')
  const [copied, setCopied] = useState(false)
  useEffect(() => {
    if (!copied) return
    const timer = setTimeout(() => setCopied(false), COPIED_MS)
    return () => clearTimeout(timer)
  }, [copied])
  return (
    <button
      type="button"
      aria-label={label}
      title={copied ? t('copied') : label}
      onClick={() => void navigator.clipboard?.writeText(text).then(() => setCopied(true))}
      className={`inline-flex size-5 shrink-0 items-center justify-center rounded-small hover:bg-hover ${className}`}
    >
      {copied ? <Check size={12} aria-hidden className="text-trace" /> : <Copy size={12} aria-hidden />}
      <span role="status" className="sr-only">
        {copied ? t('copied') : ''}
      </span>
    </button>
  )
}

/** A command to run oneself. No line breaks inside a token. */
export function Command({ text, className = '' }: { text: string; className?: string }) {
  const t = useTranslations('proxies')
  return (
    <div className={`flex items-start gap-2 rounded-chip border border-edge bg-card py-1 pr-1 pl-2 font-mono text-rule ${className}`}>
      <span aria-hidden className="pt-[2px] text-ink-3 leading-4">
        $
      </span>
      <code className="min-w-0 grow pt-[2px] leading-4 break-words">
        <Tokens text={text} />
      </code>
      <CopyButton text={text} label={t('copyCommand', { command: text })} className="text-ink-2" />
    </div>
  )
}
