'use client'

import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { fetchJson } from '@/components/shell/fetch-json'
import { Button } from '@/components/ui/button'
import type { ContextsAnswer } from '@/lib/api/source'

type Context = ContextsAnswer['contexts'][number]

/** The kubeconfig's contexts that are not connected; each is asked about before anything is contacted. */
export function ContextList({ onConnected }: { onConnected: (name: string) => void }) {
  const t = useTranslations('live')
  const { data } = useQuery({
    queryKey: ['contexts'],
    queryFn: ({ signal }) => fetchJson<ContextsAnswer>('/api/contexts', { signal }),
    staleTime: 0,
  })
  const others = data?.contexts.filter((one) => !one.connected) ?? []
  if (others.length === 0) return null
  return (
    <section className="border-edge border-t p-1" aria-label={t('contexts')}>
      <h3 className="px-2.5 pt-1.5 text-meta text-ink-3">{t('contexts')}</h3>
      <ul>
        {others.map((one) => (
          <ContextRow key={one.name} context={one} onConnected={onConnected} />
        ))}
      </ul>
    </section>
  )
}

function ContextRow({ context, onConnected }: { context: Context; onConnected: (name: string) => void }) {
  const t = useTranslations('live')
  const client = useQueryClient()
  const [asking, setAsking] = useState(false)
  const [failed, setFailed] = useState<string | null>(null)
  const connect = async () => {
    try {
      const body = JSON.stringify({ context: context.name, connect: true })
      const { name } = await fetchJson<{ name: string }>('/api/contexts', {
        method: 'POST',
        body,
        headers: { 'content-type': 'application/json' },
      })
      await client.invalidateQueries({ queryKey: ['recordings'] })
      onConnected(name)
    } catch (error) {
      setFailed(error instanceof Error ? error.message : String(error))
    }
  }
  return (
    <li className="rounded-card px-2.5 py-1.5">
      <span className="flex items-center gap-2">
        <span className="min-w-0 grow truncate font-semibold" title={context.name}>
          {context.name}
        </span>
        <span className="truncate font-mono text-meta text-ink-3">{context.server}</span>
        {asking ? null : <Button onClick={() => setAsking(true)}>{t('connect')}</Button>}
      </span>
      {asking ? (
        <span className="mt-1 flex flex-wrap items-center gap-2 text-ink-2">
          <span className="min-w-0 basis-full">
            {context.runs === null ? t('ask', { server: context.server }) : t('askRuns', { server: context.server, command: context.runs })}
          </span>
          <Button look="ink" onClick={() => void connect()}>
            {t('connect')}
          </Button>
          <Button look="quiet" onClick={() => setAsking(false)}>
            {t('cancel')}
          </Button>
          {failed ? (
            <span role="alert" className="basis-full text-dropped">
              {failed}
            </span>
          ) : null}
        </span>
      ) : null}
    </li>
  )
}
