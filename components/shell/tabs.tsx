'use client'

import Link from 'next/link'
import { usePathname } from 'next/navigation'
import { useTranslations } from 'next-intl'
import { usePageAddress } from '@/components/shell/page-state'
import { useProxyErrors } from '@/components/shell/proxy-errors'
import { useRecording } from '@/components/shell/recordings'
import { keptAcrossViews, type ViewId, viewOf, views } from '@/components/shell/views'

/** Path, Proxies (red badge: proxies in error), Requests (badge: how many were recorded). */
export function Tabs() {
  const t = useTranslations('shell')
  const { state, href } = usePageAddress()
  const current = viewOf(usePathname())
  const badges: Partial<Record<ViewId, Badge>> = {}
  const errors = useProxyErrors()
  const requests = useRecording()?.requests.length ?? 0
  if (errors > 0) badges.proxies = { count: errors, words: t('proxiesInError', { count: errors }), alarming: true }
  if (requests > 0) badges.requests = { count: requests, words: t('requestsRecorded', { count: requests }), alarming: false }

  return (
    <nav
      aria-label={t('views')}
      className="flex h-full items-stretch max-[899px]:order-last max-[899px]:h-10 max-[899px]:basis-full max-[899px]:overflow-x-auto max-[899px]:overflow-y-hidden"
    >
      {views.map(({ id, path }) => (
        <Link
          key={id}
          href={href(path, keptAcrossViews(state))}
          aria-current={id === current ? 'page' : undefined}
          prefetch={false}
          className={`relative flex items-center gap-2 px-[15px] text-brand leading-5 max-dock:px-3 ${
            id === current
              ? 'font-semibold text-ink after:absolute after:inset-x-[15px] after:bottom-[-1px] after:h-0.5 after:bg-ink max-dock:after:inset-x-3'
              : 'text-ink-2 hover:text-ink'
          } !text-[13px]`}
        >
          {t(`view.${id}`)}
          <TabBadge badge={badges[id]} />
        </Link>
      ))}
    </nav>
  )
}

interface Badge {
  count: number
  words: string
  alarming: boolean
}

function TabBadge({ badge }: { badge: Badge | undefined }) {
  if (!badge) return null
  const look = badge.alarming ? 'bg-dropped-bg text-dropped font-semibold' : 'bg-sunken text-ink-2'
  return (
    <span title={badge.words} className={`flex h-4 min-w-4 items-center justify-center rounded-small px-1 font-mono text-[10.5px] ${look}`}>
      <span aria-hidden>{badge.count}</span>
      <span className="sr-only">{badge.words}</span>
    </span>
  )
}
