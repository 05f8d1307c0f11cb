import Link from 'next/link'
import { getTranslations } from 'next-intl/server'
import { EmptyState } from '@/components/ui/states'

export default async function NotFound() {
  const t = await getTranslations('states')
  return (
    <EmptyState
      title={t('noPage')}
      action={
        <Link href="/" className="font-medium text-reply underline">
          {t('home')}
        </Link>
      }
    >
      {t('noPageWhy')}
    </EmptyState>
  )
}
