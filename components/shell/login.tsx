'use client'

import { useQueryClient } from '@tanstack/react-query'
import { KeyRound } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { type FormEvent, useState } from 'react'
import { fetchJson } from '@/components/shell/fetch-json'
import { Button } from '@/components/ui/button'
import { useErrorWords } from '@/components/ui/use-error-words'

const COMMAND = 'kubectl -n hopscope create token hopscope-viewer --duration=8h'

/** Signed out: a field for a token of the cluster. What it may see, the page shows. */
export function Login() {
  const t = useTranslations('login')
  const client = useQueryClient()
  const words = useErrorWords()
  const [token, setToken] = useState('')
  const [failed, setFailed] = useState<string | null>(null)
  const [busy, setBusy] = useState(false)
  const submit = async (event: FormEvent) => {
    event.preventDefault()
    setBusy(true)
    setFailed(null)
    try {
      await fetchJson('/api/session', { method: 'POST', body: JSON.stringify({ token }), headers: { 'content-type': 'application/json' } })
      setToken('')
      await client.resetQueries()
    } catch (error) {
      setFailed(words(error))
    } finally {
      setBusy(false)
    }
  }
  return (
    <form
      onSubmit={(event) => void submit(event)}
      className="mx-auto my-14 flex w-full max-w-[520px] flex-col gap-3 rounded-frame border border-edge bg-card p-5"
    >
      <h2 className="flex items-center gap-2 text-brand font-semibold">
        <KeyRound size={15} aria-hidden />
        {t('title')}
      </h2>
      <p className="text-lead text-ink-2">{t('about')}</p>
      <label className="flex flex-col gap-1">
        <span className="text-meta text-ink-2">{t('token')}</span>
        <input
          type="password"
          name="token"
          autoComplete="off"
          spellCheck={false}
          required
          value={token}
          onChange={(event) => setToken(event.target.value)}
          className="h-8 rounded-card border border-edge-ctl bg-canvas px-2.5 font-mono text-body"
        />
      </label>
      <p className="flex flex-col gap-1 text-meta text-ink-3">
        {t('how')}
        <code className="select-all rounded-small bg-sunken px-2 py-1 font-mono text-ink-2">{COMMAND}</code>
      </p>
      {failed ? (
        <p role="alert" className="text-dropped">
          {failed}
        </p>
      ) : null}
      <Button type="submit" look="ink" disabled={busy || token.trim() === ''} className="self-start">
        {t('enter')}
      </Button>
    </form>
  )
}
