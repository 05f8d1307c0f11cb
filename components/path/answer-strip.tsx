'use client'

import { Maximize } from 'lucide-react'
import { useTranslations } from 'next-intl'
import type { ReactNode } from 'react'
import { ExportMenu } from '@/components/path/export-menu'
import type { Recorded, Way } from '@/components/path/path-props'
import type { PictureKind } from '@/components/path/save-picture'
import { useExplain } from '@/components/path/use-explain'
import { useNote } from '@/components/path/use-note'
import { IconButton } from '@/components/ui/button'
import { Segment } from '@/components/ui/segment'
import { VerdictChip } from '@/components/ui/verdict'
import type { Step } from '@/lib/api/step'
import { explainWalk } from '@/lib/explain/walk'
import type { Layout } from '@/lib/path/model'

const bold = (chunks: ReactNode) => <b className="text-ink">{chunks}</b>

type Props = {
  layout: Layout
  steps: Step[]
  recorded: Recorded | null
  way: Way
  onWay: (way: Way) => void
  zoom: number
  onZoom: (kind: 'fit' | 'reset') => void
  onSave: (kind: PictureKind) => Promise<void>
  onCompare: (() => void) | undefined
}

/** The answer in one line: verdict, sentence, counts, and what of the picture is shown. */
export function AnswerStrip({ layout, steps, recorded, way, onWay, zoom, onZoom, onSave, onCompare }: Props) {
  const t = useTranslations('path')
  const e = useTranslations('explain')
  const explain = useExplain()
  const note = useNote(layout, steps, recorded)
  const { counts, verdict } = layout
  const match = recorded?.counts ?? null
  const ms =
    recorded?.outcome?.seconds === undefined || recorded.outcome.seconds === null ? null : Math.round(recorded.outcome.seconds * 1000)
  const branches = layout.choices.reduce((n, list) => n + list.length, 0)
  const tail = [
    counts.back > 0 ? e('steps', { there: counts.there, back: counts.back }) : e('stepsThere', { there: counts.there }),
    ms === null ? '' : e('time', { ms }),
  ]
    .filter(Boolean)
    .join(', ')
  const sentence = explainWalk(verdict, steps, recorded?.outcome?.status ?? null)
  return (
    <div className="flex h-[38px] shrink-0 items-center gap-3 border-b border-edge bg-bar px-3.5 text-body max-lg:h-auto max-lg:flex-wrap max-lg:gap-y-1 max-lg:py-1.5">
      <VerdictChip verdict={verdict} />
      <p
        className="min-w-0 truncate max-lg:line-clamp-2 max-lg:grow max-lg:basis-1/2 max-lg:whitespace-normal"
        title={`${explain.plain(sentence)} · ${tail}`}
      >
        {explain.rich(sentence)} <span className="text-ink-3">· {tail}</span>
      </p>
      <ul className="ml-auto flex max-lg:ml-0 max-lg:grow shrink-0 items-center gap-3 whitespace-nowrap text-ink-3">
        {counts.rewrites > 0 ? <li className="max-sm:hidden">{t.rich('counts.rewrites', { count: counts.rewrites, b: bold })}</li> : null}
        {counts.proxies > 0 ? <li className="max-wide:hidden">{t.rich('counts.proxies', { count: counts.proxies, b: bold })}</li> : null}
        {branches > 0 ? <li className="max-sm:hidden">{t.rich('counts.branches', { count: branches, b: bold })}</li> : null}
        {match && match.of > 0 ? (
          match.agree === match.of ? (
            <li className="max-dock:hidden">
              <button type="button" onClick={onCompare} className="h-[22px] rounded-chip px-1 hover:bg-hover hover:text-ink">
                {t.rich('counts.match', { ...match, b: bold })}
              </button>
            </li>
          ) : (
            <li>
              <button type="button" onClick={onCompare} className="h-[22px] rounded-chip bg-dropped-bg px-2 font-semibold text-dropped">
                {t('counts.differ', match)}
              </button>
            </li>
          )
        ) : null}
        {recorded?.why !== null && recorded?.why !== undefined ? (
          <li className="min-w-0">
            <button
              type="button"
              onClick={onCompare}
              title={recorded.why}
              className="block h-[22px] max-w-[230px] truncate rounded-chip bg-sunken px-2 text-ink-2 hover:text-ink max-wide:max-w-[96px]"
            >
              {t('counts.notCompared', { why: recorded.why })}
            </button>
          </li>
        ) : null}
      </ul>
      <Segment
        name="path-way"
        label={t('ways.label')}
        value={way}
        onChange={onWay}
        options={[
          { value: 'both', label: t('ways.both') },
          { value: 'request', label: t('ways.request') },
          { value: 'answer', label: t('ways.answer') },
        ]}
      />
      <div className="flex shrink-0 items-center">
        <IconButton label={t('zoom.fit')} onClick={() => onZoom('fit')}>
          <Maximize size={14} aria-hidden />
        </IconButton>
        <button
          type="button"
          onClick={() => onZoom('reset')}
          aria-label={t('zoom.reset')}
          title={t('zoom.reset')}
          className="h-7 max-lg:h-9 rounded-card px-1 text-body text-ink-2 hover:bg-hover hover:text-ink max-dock:hidden"
        >
          {t('zoom.level', { percent: Math.round(zoom * 100) })}
        </button>
        <ExportMenu onSave={onSave} onNote={note} />
      </div>
    </div>
  )
}
