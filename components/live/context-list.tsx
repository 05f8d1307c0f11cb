'use client'

import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { fetchJson } from '@/components/shell/fetch-json'
import { Button } from '@/components/ui/button'
import { useErrorWords } from '@/components/ui/use-error-words'
import type { ContextsAnswer } from '@/lib/api/source'

type Context = ContextsAnswer['contexts'][number]

interface Callbacks {
  onConnected: (name: string) => void
  /** The page may have shown it. */
  onDisconnected: (name: string) => void
}

/** The kubeconfig's contexts: each is asked about before anything is contacted, and can be let go of again. */
export function ContextList(callbacks: Callbacks) {
  const t = useTranslations('live')
  const { data } = useQuery({
    queryKey: ['contexts'],
    queryFn: ({ signal }) => fetchJson<ContextsAnswer>('/api/contexts', { signal }),
    staleTime: 0,
  })
  if (!data || data.contexts.length === 0) return null
  return (
    <section className="border-edge border-t p-1" aria-label={t('contexts')}>
      <h3 className="px-2.5 pt-1.5 text-meta text-ink-3">{t('contexts')}</h3>
      <ul>
        {data.contexts.map((one) => (
          <ContextRow key={one.name} context={one} {...callbacks} />
        ))}
      </ul>
    </section>
  )
}

function ContextRow({ context, onConnected, onDisconnected }: { context: Context } & Callbacks) {
  const t = useTranslations('live')
  const client = useQueryClient()
  const words = useErrorWords()
  const [asking, setAsking] = useState(false)
  const [failed, setFailed] = useState<string | null>(null)
  const send = async (connect: boolean) => {
    setFailed(null)
    try {
      const { name } = await fetchJson<{ name: string }>('/api/contexts', {
        method: 'POST',
        body: JSON.stringify({ context: context.name, connect }),
        headers: { 'content-type': 'application/json' },
      })
      void client.invalidateQueries({ queryKey: ['contexts'] })
      await client.invalidateQueries({ queryKey: ['recordings'] })
      setAsking(false)
      if (connect) onConnected(name)
      else onDisconnected(name)
    } catch (error) {
      setFailed(words(error))
    }
  }
  const { name, server, runs } = context
  return (
    <li className="rounded-card px-2.5 py-1.5">
      <span className="flex items-center gap-2">
        <span className="min-w-0 grow truncate font-semibold" title={name}>
          {name}
        </span>
        <span className="truncate font-mono text-meta text-ink-3">{server}</span>
        {context.connected ? (
          <Button onClick={() => void send(false)}>{t('disconnect')}</Button>
        ) : asking ? null : (
          <Button onClick={() => setAsking(true)}>{t('connect')}</Button>
        )}
      </span>
      {asking && !context.connected ? (
        <span className="mt-1 flex flex-wrap items-center gap-2 text-ink-2">
          <span className="min-w-0 basis-full">{runs === null ? t('ask', { server }) : t('askRuns', { server, command: runs })}</span>
          <Button look="ink" onClick={() => void send(true)}>
            {t('connect')}
          </Button>
          <Button look="quiet" onClick={() => setAsking(false)}>
            {t('cancel')}
          </Button>
        </span>
      ) : null}
      {failed ? (
        <span role="alert" className="block pt-1 text-dropped">
          {failed}
        </span>
      ) : null}
    </li>
  )
}
