'use client'

import { useTranslations } from 'next-intl'
import { useMemo } from 'react'
import { type Say, sayBy } from '@/lib/reason/spoken'

/** Says the reasons of steps and verdicts in the language of the page. */
export function useSay(): Say {
  const t = useTranslations()
  return useMemo(() => sayBy(t), [t])
}
