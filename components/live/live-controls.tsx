'use client'

import { Pause, Play, TriangleAlert } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { useEffect, useRef } from 'react'
import { intervals, type Live, useInterval, useLive } from '@/components/live/use-live'
import { useNow } from '@/components/live/use-now'
import { usePageAddress } from '@/components/shell/page-state'
import { isTyping } from '@/components/shell/shortcuts'
import { Button, IconButton } from '@/components/ui/button'
import { Segment } from '@/components/ui/segment'
import { useSay } from '@/components/ui/use-say'
import type { SourceStatus } from '@/lib/api/source'
import { spokenStatus } from '@/lib/reason/spoken'

/** In the header of a live cluster: how old what is shown is, what fails, Pause, and how often is read. */
export function LiveControls({ recording }: { recording: string }) {
  const t = useTranslations('live')
  const [interval, setInterval] = useInterval()
  const live = useLive(recording, interval)
  const { state, update } = usePageAddress()
  const past = state.at !== 0
  usePauseKey(live)
  return (
    <div className="flex items-center gap-2" data-live>
      <Age live={live} interval={Number(interval)} past={past} />
      {past ? (
        <Button onClick={() => update({ at: 0 })}>{t('now')}</Button>
      ) : (
        <IconButton
          label={live.paused ? t('resume') : t('pause')}
          onClick={() => live.pause(!live.paused)}
          aria-pressed={live.paused}
          aria-keyshortcuts="p"
        >
          {live.paused ? <Play size={14} aria-hidden /> : <Pause size={14} aria-hidden />}
        </IconButton>
      )}
      <span className="max-dock:hidden">
        <Segment
          name="interval"
          label={t('interval')}
          value={interval}
          options={intervals.map((value) => ({ value, label: t(`every.${value}`) }))}
          onChange={setInterval}
        />
      </span>
    </div>
  )
}

/** p pauses and goes on (tokens §12). */
function usePauseKey(live: Live) {
  const latest = useRef(live)
  latest.current = live
  useEffect(() => {
    const press = (event: KeyboardEvent) => {
      if (event.key !== 'p' || event.metaKey || event.ctrlKey || event.altKey || event.defaultPrevented || isTyping(event.target)) return
      latest.current.pause(!latest.current.paused)
      event.preventDefault()
    }
    addEventListener('keydown', press)
    return () => removeEventListener('keydown', press)
  }, [])
}

function Age({ live, interval, past }: { live: Live; interval: number; past: boolean }) {
  const t = useTranslations('live')
  const { connected } = live
  const say = useSay()
  const status = live.status && spokenStatus(live.status, say)
  const now = useNow(live.heardAt)
  if (!status) return null
  const since = status.readAt === null ? null : status.now - status.readAt + (now - live.heardAt)
  const stale = !live.paused && !past && interval > 0 && since !== null && since > 2 * interval + 3000
  const problems = troublesOf(status)
  const words = !connected
    ? t('lost')
    : past
      ? t('past')
      : status.state === 'failed'
        ? t('failed')
        : since === null || reading(status)
          ? t('reading', { done: status.proxies.done, of: status.proxies.of })
          : t('read', { age: Math.max(0, Math.round(since / 1000)) })
  return (
    <span
      role="status"
      className={`flex items-center gap-1.5 whitespace-nowrap ${stale || !connected || status.state === 'failed' ? 'font-semibold text-warn' : 'text-ink-2'}`}
      title={[status.why, ...problems].filter(Boolean).join('\n') || undefined}
    >
      {problems.length > 0 || status.state === 'failed' ? (
        <TriangleAlert size={13} className="text-warn" aria-label={t('troubles', { count: problems.length })} />
      ) : null}
      {words}
    </span>
  )
}

const reading = ({ proxies }: SourceStatus): boolean => proxies.done < proxies.of

const troublesOf = (status: SourceStatus): string[] => status.troubles.map(({ resource, why }) => `${resource}: ${why}`)
