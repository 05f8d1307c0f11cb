'use client'

import { useQuery, useQueryClient } from '@tanstack/react-query'
import { LogOut } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { fetchJson } from '@/components/shell/fetch-json'
import { IconButton } from '@/components/ui/button'
import type { SessionAnswer } from '@/lib/api/session'

/** Ends the session; there only where one logs in. */
export function LogoutButton() {
  const t = useTranslations('login')
  const client = useQueryClient()
  const { data } = useQuery({ queryKey: ['session'], queryFn: ({ signal }) => fetchJson<SessionAnswer>('/api/session', { signal }) })
  if (!data?.user) return null
  const leave = async () => {
    await fetchJson('/api/session', { method: 'DELETE' })
    await client.resetQueries()
  }
  return (
    <IconButton label={t('leave', { user: data.user })} onClick={() => void leave()}>
      <LogOut size={15} aria-hidden />
    </IconButton>
  )
}
