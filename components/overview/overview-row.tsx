'use client'

import { ChevronRight } from 'lucide-react'
import Link from 'next/link'
import { useTranslations } from 'next-intl'
import { EndCard } from '@/components/overview/end-card'
import { Gutter, toneColour } from '@/components/overview/gutter'
import { PlaceCard } from '@/components/overview/place-card'
import type { RowShape } from '@/components/overview/row-shape'
import { addressOf, usePageAddress } from '@/components/shell/page-state'
import { useRecording } from '@/components/shell/recordings'
import { type Tone, toneOf, useVerdictWords, VerdictChip } from '@/components/ui/verdict'
import type { OverviewRow, OverviewWay } from '@/lib/api/overview'

/**
 * Entry, gutter, host, gutter, route, gutter, destination; the verdicts follow. Each row is a grid of its own, so no width may hang on
 * what stands in it: --verdicts is the room of the last column.
 */
export const rowColumns =
  'grid-cols-[minmax(88px,212px)_30px_minmax(80px,172px)_28px_minmax(64px,148px)_28px_minmax(100px,222px)_minmax(var(--verdicts),1fr)] max-sm:grid-cols-[150px_30px_132px_28px_104px_28px_172px_minmax(var(--verdicts),1fr)]'

/** A chip with words and the chevron. */
const chipRoom = 168
const nodeWidth = 44

/** The room that verdicts need: a glyph a node, or one chip with words. */
export const verdictRoom = (nodes: number): string => `${Math.max(chipRoom, nodes * nodeWidth + 34)}px`

const toneOfRow = (row: OverviewRow): Tone => toneOf(row.end ?? row.ways[0]?.verdict ?? { kind: 'unknown' })

/** One way: the row is a link to its walk at the first entry node, each node's verdict to the walk there. */
export function OverviewRowView({ shape, nodes }: { shape: RowShape; nodes: readonly string[] }) {
  const { row } = shape
  const t = useTranslations('overview')
  const words = useVerdictWords()
  const { href, state } = usePageAddress()
  const recording = useRecording()?.name ?? state.recording
  const link = (way: OverviewWay) => href('/', { ...addressOf(way.question), recording, freeze: state.freeze })
  const first = row.ways[0]
  const tone = toneOfRow(row)
  const label = [row.entry.title, row.host?.title, row.route?.title, row.destination?.title ?? (row.end ? words(row.end) : null)]
    .filter(Boolean)
    .join(' → ')
  const below = (next: OverviewRow | null): Tone | null => (next ? toneOfRow(next) : null)
  return (
    <li
      className={`group relative grid h-12 min-w-min items-center px-5 ${rowColumns} ${shape.showEntry ? 'mt-2 first:mt-0' : ''} rounded-pod focus-within:shadow-[inset_0_0_0_1px_var(--focus)] hover:shadow-[inset_0_0_0_1px_var(--focus)]`}
    >
      {shape.showEntry ? <PlaceCard place={row.entry} /> : <span />}
      <Gutter
        width={30}
        own={shape.showHost || !row.host ? tone : null}
        from={shape.showEntry ? 'left' : shape.showHost || !row.host ? 'above' : 'none'}
        below={below(shape.entryContinues)}
      />
      {row.host ? shape.showHost ? <PlaceCard place={row.host} /> : <span /> : <Through tone={tone} />}
      {row.host && row.route ? (
        <Gutter width={28} own={tone} from={shape.showHost ? 'left' : 'above'} below={below(shape.hostContinues)} />
      ) : (
        <Through tone={tone} />
      )}
      {row.route ? <PlaceCard place={row.route} /> : <Through tone={tone} />}
      <Through tone={tone} />
      {row.end || !row.destination ? <EndCard end={row.end} tone={tone} /> : <PlaceCard place={row.destination} />}
      <span className="flex items-center pl-2">
        {row.side === 'outside' ? (
          nodes.map((node) => {
            const way = row.ways.find((one) => one.node === node)
            return (
              <span key={node} className="flex w-[44px] shrink-0 justify-center">
                {way ? (
                  <Link
                    href={link(way)}
                    prefetch={false}
                    className="relative z-10 flex items-center justify-center rounded-chip max-lg:size-9"
                    aria-label={t('wayAt', { way: label, node, verdict: words(way.verdict) })}
                  >
                    <VerdictChip verdict={way.verdict} bare />
                  </Link>
                ) : null}
              </span>
            )
          })
        ) : first ? (
          <VerdictChip verdict={first.verdict} />
        ) : null}
        <ChevronRight size={14} className="ml-auto shrink-0 text-ink-3" aria-hidden />
      </span>
      {first ? (
        <Link href={link(first)} prefetch={false} aria-label={t('openWay', { way: label })} className="absolute inset-0 rounded-pod" />
      ) : null}
    </li>
  )
}

function Through({ tone }: { tone: Tone }) {
  return <span aria-hidden className="h-0.5 w-full group-hover:h-[3px]" style={{ background: toneColour(tone) }} />
}
