'use client'

import { useTranslations } from 'next-intl'
import { useCallback } from 'react'
import { ApiError } from '@/components/shell/fetch-json'
import { useSay } from '@/components/ui/use-say'

/** What an error says, in the language of the page where it has words for it. */
export function useErrorWords(): (error: unknown) => string {
  const t = useTranslations('states')
  const say = useSay()
  return useCallback(
    (error) => {
      if (!(error instanceof Error)) return String(error)
      if (!(error instanceof ApiError)) return error.message
      if (error.status === 0) return t('unreachable')
      return (error.reason && say(error.reason)) ?? error.message
    },
    [t, say],
  )
}
