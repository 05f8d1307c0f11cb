'use client'

import { useRouter } from 'next/navigation'
import { useLocale, useTranslations } from 'next-intl'
import { otherLanguage, rememberLanguage } from '@/components/shell/language'
import { Button } from '@/components/ui/button'

/** Switches between English and Korean; the page stays as it is, its address too. */
export function LanguageButton() {
  const t = useTranslations('shell')
  const locale = useLocale()
  const router = useRouter()
  const next = otherLanguage(locale)
  return (
    <Button
      look="quiet"
      lang={next}
      title={t('switchLanguage')}
      onClick={() => {
        rememberLanguage(next)
        router.refresh()
      }}
    >
      <span lang={locale}>{t('languageShort')}</span>
      <span className="sr-only">{t('switchLanguage')}</span>
    </Button>
  )
}
