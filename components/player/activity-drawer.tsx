'use client'

import { useQuery } from '@tanstack/react-query'
import { useTranslations } from 'next-intl'
import { type Track, useShownMoment } from '@/components/player/timeline'
import { apiUrl, fetchJson } from '@/components/shell/fetch-json'
import { ErrorState } from '@/components/ui/states'
import type { Activity } from '@/lib/api/activity'

/** How far back lines of a live recording stay in view; a played request shows all since it was sent. */
const WINDOW_MS = 5000

/** Access-log lines and connection-tracking entries of the moment that is shown; undefined while they load. */
function useActivity(track: Track, open: boolean) {
  const at = useShownMoment(track)
  const window = track.request ? Math.max(1, at - track.start) : WINDOW_MS
  return useQuery({
    queryKey: ['activity', track.recording, at, window],
    queryFn: ({ signal }) => fetchJson<Activity>(apiUrl('/api/activity', { recording: track.recording, at, window }), { signal }),
    enabled: open,
    placeholderData: (previous) => previous,
  })
}

const changeColour: Record<Activity['connections'][number]['change'], string> = {
  came: 'text-trace',
  changed: 'text-reply',
  went: 'text-dropped',
  stayed: 'text-ink-3',
}

/** What happened by the moment that is shown: what the proxies logged and what the kernels track. */
export function ActivityDrawer({ track }: { track: Track }) {
  const t = useTranslations('player')
  const { data, error, refetch } = useActivity(track, true)
  const connections = data?.connections.filter((one) => one.change !== 'stayed') ?? []
  return (
    <section
      // biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, so the keyboard must reach it
      tabIndex={0}
      aria-label={t('activity')}
      className="grid max-h-[220px] min-h-[96px] shrink-0 grid-cols-2 overflow-y-auto border-edge border-t bg-bar max-[1023px]:grid-cols-1"
    >
      {error ? <ErrorState what={t('activityFailed')} error={error} onRetry={() => void refetch()} /> : null}
      <div className="min-w-0 border-edge border-r px-3.5 py-2">
        <h2 className="mb-1 font-semibold">{t('accessLog')}</h2>
        {data && data.access.length === 0 ? <p className="text-ink-2">{t('noAccess')}</p> : null}
        <ul data-activity="access">
          {data?.access.map((line) => (
            <li
              key={`${line.entry} ${line.line}`}
              className="animate-flash truncate font-mono text-rule"
              title={`${line.entry}:${line.line}\n${line.text}`}
            >
              <span className="text-ink-3">{line.proxy}</span> {line.text}
            </li>
          ))}
        </ul>
      </div>
      <div className="min-w-0 px-3.5 py-2">
        <h2 className="mb-1 font-semibold">{t('connections')}</h2>
        {data && connections.length === 0 ? <p className="text-ink-2">{t('noConnections')}</p> : null}
        <ul data-activity="connections">
          {connections.map((line) => (
            <li
              key={`${line.entry} ${line.line} ${line.change}`}
              className="animate-flash truncate font-mono text-rule"
              title={`${line.entry}:${line.line}\n${line.text}`}
            >
              <span className={`font-semibold ${changeColour[line.change]}`}>{t(`change.${line.change}`)}</span>{' '}
              <span className="text-ink-3">{line.netns}</span> {line.text}
            </li>
          ))}
        </ul>
        {data?.truncated ? <p className="text-ink-2">{t('truncated')}</p> : null}
      </div>
    </section>
  )
}
