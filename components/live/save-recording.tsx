'use client'

import { Download } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { apiUrl } from '@/components/shell/fetch-json'

/** Saves what is seen of a live cluster as a recording; on wish with other addresses and names of hosts. */
export function SaveRecording({ recording }: { recording: string }) {
  const t = useTranslations('live')
  const [redact, setRedact] = useState(false)
  return (
    <>
      <a
        href={apiUrl('/api/export', { recording, redact: redact ? 'true' : null })}
        download
        className="inline-flex h-7 items-center gap-1.5 whitespace-nowrap rounded-card border border-edge bg-card px-2.5 font-medium text-ink hover:bg-hover"
      >
        <Download size={13} aria-hidden />
        {t('save')}
      </a>
      <label className="flex min-w-0 items-center gap-1.5 text-ink-2" title={t('redactWhat')}>
        <input type="checkbox" checked={redact} onChange={(event) => setRedact(event.target.checked)} className="accent-[var(--trace)]" />
        {t('redact')}
      </label>
    </>
  )
}
