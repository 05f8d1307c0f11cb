'use client'

import { useTranslations } from 'next-intl'
import { ErrorState } from '@/components/ui/states'

/** A view that threw: the rest of the page stays, and Retry draws it again. */
export default function ViewError({ error, reset }: { error: Error; reset: () => void }) {
  const t = useTranslations('states')
  return <ErrorState what={t('pageFailed')} error={error} onRetry={reset} />
}
