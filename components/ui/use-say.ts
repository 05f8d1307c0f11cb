'use client'

import { useTranslations } from 'next-intl'
import { useCallback } from 'react'
import type { ReasonCode } from '@/lib/reason/sentence'
import type { Say } from '@/lib/reason/spoken'

/** Says the reasons of steps and verdicts in the language of the page (NAMESPACE.CODE is messages/LOCALE/NAMESPACE.json, reason.CODE). */
export function useSay(): Say {
  const t = useTranslations()
  return useCallback(
    (reason) => {
      const sayOne = ({ code, values, because }: ReasonCode): string | null => {
        const dot = code.indexOf('.')
        const namespace = code.slice(0, dot)
        const key = `${namespace}.reason.${code.slice(dot + 1)}`
        if (!t.has(key)) return null
        const field = `${namespace}.field.${values.field}`
        const said = t(key, { ...values, fieldName: values.field && t.has(field) ? t(field) : (values.field ?? '') })
        if (!because) return said
        const cause = sayOne(because)
        return cause === null ? null : `${said} ${cause}`
      }
      return sayOne(reason)
    },
    [t],
  )
}
