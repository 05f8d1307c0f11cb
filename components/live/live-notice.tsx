'use client'

import { useQuery } from '@tanstack/react-query'
import { X } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { sourceQuery } from '@/components/live/source-query'
import { IconButton } from '@/components/ui/button'
import { useSay } from '@/components/ui/use-say'
import { spokenStatus } from '@/lib/reason/spoken'

/** What gives the rights and programs that are missing. */
const COMMANDS = { noTunnels: 'kubectl apply -k deploy/overlays/tunnels', noAgent: 'kubectl apply -k deploy/overlays/full' }

/** Below the header of a live cluster: why it can't be read, or what is missing of it and how to add that. */
export function LiveNotice({ recording }: { recording: string }) {
  const t = useTranslations('live')
  const say = useSay()
  const [closed, setClosed] = useState(false)
  const { data: status } = useQuery(sourceQuery(recording))
  if (!status) return null
  const data = spokenStatus(status, say)
  if (data.state === 'failed') {
    return (
      <p role="alert" className="flex min-h-[34px] shrink-0 items-center gap-2 border-edge border-b bg-dropped-bg px-3.5 py-1 text-dropped">
        <strong>{t('failed')}</strong>
        <span className="min-w-0 truncate" title={data.why ?? undefined}>
          {data.why}
        </span>
      </p>
    )
  }
  const missing = data.proxies.refused !== null ? 'noTunnels' : data.agents.running === 0 && data.agents.of > 0 ? 'noAgent' : null
  if (closed || data.state !== 'connected' || missing === null) return null
  const words = t(missing, { why: data.proxies.refused ?? '' })
  return (
    <p className="flex min-h-[34px] shrink-0 items-center gap-2 border-edge border-b bg-bar px-3.5 py-1 text-ink-2">
      <span className="min-w-0 truncate" title={words}>
        {words}
      </span>
      <code className="select-all whitespace-nowrap rounded-small bg-sunken px-2 py-0.5 font-mono text-meta">{COMMANDS[missing]}</code>
      <span className="grow" />
      <IconButton label={t('close')} onClick={() => setClosed(true)}>
        <X size={14} aria-hidden />
      </IconButton>
    </p>
  )
}
