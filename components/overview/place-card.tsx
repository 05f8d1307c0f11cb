import { Box, Globe, type LucideIcon, Server, Share2, Waypoints } from 'lucide-react'
import { useTranslations } from 'next-intl'
import type { OverviewPlace } from '@/lib/api/overview'

const glyphs: Record<OverviewPlace['kind'], LucideIcon | null> = {
  node: Server,
  host: Globe,
  route: null,
  pod: Box,
  proxy: Waypoints,
  outside: Share2,
}

/** The domain of a virtual host that takes every name. */
const ANY_HOST = '*'

/** One place of a way, 40 px high: what it is called over what it is. A name that nothing declares is “any other host”. */
export function PlaceCard({ place }: { place: OverviewPlace }) {
  const t = useTranslations('overview')
  const any = place.kind === 'host' && place.title === ANY_HOST
  const title = any ? t(place.note ? 'anyHost' : 'anyOtherHost') : place.title
  const note = place.note || (any ? t('noVirtualHost') : place.kind === 'outside' ? t('outsideMesh') : '')
  const Glyph = glyphs[place.kind]
  const mono = place.kind === 'route'
  return (
    <span className="flex h-10 min-w-0 flex-col justify-center rounded-card border border-edge bg-card px-2.5 shadow-card max-dock:px-2">
      <span className="flex min-w-0 items-center gap-1.5">
        {Glyph ? <Glyph size={13} className="shrink-0 max-dock:hidden" aria-hidden /> : null}
        <span className={`truncate ${mono ? 'font-mono text-chain' : 'text-card-title'} font-semibold`} title={title}>
          {title}
        </span>
      </span>
      <span className="truncate font-mono text-rule text-ink-2" title={note}>
        {note}
      </span>
    </span>
  )
}
