import { Unplug } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { cellLooks } from '@/components/proxies/sync-cell'
import { humanDuration } from '@/lib/istio/age'
import type { StateSegment } from '@/lib/istio/syncz/segments'

const DAY_MS = 24 * 3_600_000

const fills: Record<StateSegment['state'], string> = {
  SYNCED: 'bg-trace-bg text-trace border-trace',
  STALE: 'bg-warn-bg text-warn border-warn',
  ERROR: 'bg-dropped-bg text-dropped border-dropped',
  'NOT SENT': 'bg-unknown-bg text-ink-2 border-edge-ctl',
  IGNORED: 'bg-transparent text-ink-3 border-edge-ctl border-dotted',
  ABSENT: 'bg-[repeating-linear-gradient(135deg,transparent_0_5px,var(--edge-2)_5px_6px)] text-ink-2 border-edge-ctl border-dashed',
}

/**
 * What a state was from when to when, as one band; times are epoch ms. `begin` and `end` are the edges of the drawing (the
 * segments' own by default): bands with the same edges stand under each other.
 */
export function StateBands({
  label,
  segments,
  begin = segments[0]?.from ?? 0,
  end = segments.at(-1)?.to ?? begin,
}: {
  label: string
  segments: readonly StateSegment[]
  begin?: number
  end?: number
}) {
  const t = useTranslations('proxies')
  const whole = Math.max(1, end - begin)
  return (
    <ol aria-label={label} className="relative h-[18px] min-w-0 grow">
      {segments.map(({ from, to, state }) => {
        const word = state === 'ABSENT' ? t('bands.absent') : t(`state.${cellLooks[state].word}`)
        const Icon = state === 'ABSENT' ? Unplug : cellLooks[state].icon
        const times = { from: clockTime(from, whole), to: clockTime(to, whole), lasted: humanDuration((to - from) / 1000) }
        const title = t('bands.segment', { state: word, ...times })
        return (
          <li
            key={from}
            data-state={state}
            title={title}
            className={`@container absolute inset-y-0 min-w-[3px] overflow-hidden border-b-2 ${fills[state]}`}
            style={{ left: `${((from - begin) / whole) * 100}%`, width: `calc(${((to - from) / whole) * 100}% - 1px)` }}
          >
            <span aria-hidden className="hidden h-full items-center gap-1 px-1 text-[10px] leading-none whitespace-nowrap @min-[18px]:flex">
              <Icon size={10} className="shrink-0" />
              <span className="hidden @min-[64px]:inline">{word}</span>
            </span>
            <span className="sr-only">{title}</span>
          </li>
        )
      })}
    </ol>
  )
}

/** The edges of the bands above it, and what is between them. */
export function BandAxis({ begin, end, children }: { begin: number; end: number; children?: React.ReactNode }) {
  return (
    <div className="flex min-w-0 grow justify-between font-mono text-ink-3 text-rule">
      <time>{clockTime(begin, end - begin)}</time>
      {children}
      <time>{clockTime(end, end - begin)}</time>
    </div>
  )
}

/** The time of day (UTC, as istiod and Envoy print it); with its date where the whole is longer than a day. */
function clockTime(ms: number, wholeMs: number): string {
  const text = new Date(ms).toISOString()
  return wholeMs > DAY_MS ? `${text.slice(5, 10)} ${text.slice(11, 16)}` : text.slice(11, 19)
}
