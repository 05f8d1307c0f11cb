'use client'

import { useQuery } from '@tanstack/react-query'
import { Info, TriangleAlert } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { PanelSection } from '@/components/path/panel/section'
import { apiUrl, fetchJson } from '@/components/shell/fetch-json'
import { useMoment } from '@/components/shell/moment'
import type { ObjectEvent, ObjectEvents } from '@/lib/api/object-events'
import { objectsOf } from '@/lib/explain/objects'
import { ageAt } from '@/lib/istio/age'
import type { Stop } from '@/lib/path/model'

/** Shown at first. */
const FEW = 4

/** What Kubernetes reported about the pod, node and Services of a step, warnings first. Nothing reported: no section. */
export function Events({ stop, recording }: { stop: Stop; recording: string | null }) {
  const t = useTranslations('path.events')
  const at = useMoment()
  const [all, setAll] = useState(false)
  const object = objectsOf(stop.steps)
  const { data } = useQuery({
    queryKey: ['object-events', recording, at, object],
    queryFn: ({ signal }) => fetchJson<ObjectEvents>(apiUrl('/api/object-events', { recording, at, object }), { signal }),
    enabled: recording !== null && object.length > 0,
    placeholderData: (previous, query) => (query?.queryKey[3]?.toString() === object.toString() ? previous : undefined),
  })
  if (!data || data.total === 0) return null
  const shown = all ? data.events : data.events.slice(0, FEW)
  const warnings = data.events.filter(({ warning }) => warning).length
  return (
    <PanelSection title={t('title')} aside={warnings > 0 ? t('warnings', { count: warnings }) : null}>
      <ul className="flex flex-col gap-1.5">
        {shown.map((event) => (
          <Row key={event.pointer} event={event} now={data.now} />
        ))}
      </ul>
      {data.total > shown.length ? (
        <button
          type="button"
          onClick={() => setAll(true)}
          className="mt-1.5 text-meta text-ink-2 underline underline-offset-2 hover:text-ink"
        >
          {t('more', { count: data.total - shown.length })}
        </button>
      ) : null}
    </PanelSection>
  )
}

function Row({ event, now }: { event: ObjectEvent; now: string | null }) {
  const t = useTranslations('path.events')
  const Icon = event.warning ? TriangleAlert : Info
  const age = ageAt(event.last ?? undefined, now ?? undefined)
  return (
    <li className="flex gap-1.5" data-event={event.warning ? 'warning' : 'normal'}>
      <Icon
        size={12}
        role="img"
        aria-label={t(event.warning ? 'warning' : 'normal')}
        className={`mt-0.5 shrink-0 ${event.warning ? 'text-warn' : 'text-ink-3'}`}
      />
      {/* Kubernetes' own words. */}
      <div lang="en" className="min-w-0 grow">
        <p className="flex items-baseline gap-1.5">
          <strong className={event.warning ? 'text-warn' : ''}>{event.reason}</strong>
          {event.count > 1 ? <span className="font-mono text-count text-ink-2">×{event.count}</span> : null}
          <span
            className="min-w-0 truncate text-meta text-ink-3"
            title={`${event.kind} ${event.namespace}/${event.name}, ${event.reporter}`}
          >
            {event.kind} {event.name}
          </span>
          {age ? (
            <time
              dateTime={event.last ?? undefined}
              title={event.last ?? undefined}
              className="ml-auto shrink-0 font-mono text-count text-ink-2"
            >
              {age}
            </time>
          ) : null}
        </p>
        <p className="text-meta text-ink-2 [overflow-wrap:anywhere]">{event.message}</p>
      </div>
    </li>
  )
}
