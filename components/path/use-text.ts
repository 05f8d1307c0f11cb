'use client'

import { useTranslations } from 'next-intl'
import type { Text } from '@/lib/path/model'

/** Data stands as it is; messages are said in the page's language. */
export function useText(): (text: Text) => string {
  const t = useTranslations('path')
  return (text) => (typeof text === 'string' ? text : t(text.key, text.values))
}
