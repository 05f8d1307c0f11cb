'use client'

import { Check } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { chanceText } from '@/components/path/chance'
import { short } from '@/components/path/counter'
import { PanelSection } from '@/components/path/panel/section'
import type { Recorded } from '@/components/path/path-props'
import { usePath } from '@/components/path/view-context'
import { VerdictChip } from '@/components/ui/verdict'
import type { Choice, Layout, Stop } from '@/lib/path/model'
import { type SeenShare, seenShares } from '@/lib/path/seen'

const number = (id: string) => Number.parseInt(id, 10)

/** The fork at which this step decides or is an outcome, in walk order, and the number of its outcomes; null for other steps. */
function forkOf(stop: Stop, layout: Layout): { fork: number; no: number } | null {
  const { card } = stop
  const decides = card?.pick !== undefined
  if (!decides && card?.look !== 'outcome' && card?.look !== 'choices') return null
  const deciders = layout.cards.filter((c) => c.pick !== undefined)
  const fork = decides ? deciders.findIndex((c) => c.id === stop.id) : deciders.findLastIndex((c) => number(c.id) < number(stop.id))
  return { fork: Math.max(0, fork), no: number(stop.id) + (decides ? 1 : 0) }
}

type Props = { stop: Stop; layout: Layout; recorded: Recorded | null; onFollow: (index: number, fork?: number) => void }

/** The ways that this step could go: their chances, how often each was taken, their ends; choosing one follows it. */
export function Branches({ stop, layout, recorded, onFollow }: Props) {
  const t = useTranslations('path.panel')
  const { deltas } = usePath()
  const at = forkOf(stop, layout)
  const choices = at ? layout.choices[at.fork] : undefined
  if (!at || !choices) return null
  const seen = seenShares(choices, deltas)
  const total = seen?.reduce((sum, { packets }) => sum + packets, 0) ?? 0
  const differ = new Set(choices.map(({ verdict }) => `${verdict.kind} ${verdict.status}`)).size > 1
  const took = recorded?.taken[at.fork]
  const taken = took === undefined ? undefined : choices[took]
  return (
    <>
      <PanelSection title={t('branches')} aside={seen ? t('expectedSeen', { total: short(total) }) : null}>
        <table className="w-full text-left text-meta">
          <thead className="text-ink-3">
            <tr>
              <th className="font-normal">{t('branch')}</th>
              <th className="font-normal">{t('chance')}</th>
              {seen ? (
                <th className="pl-2 font-normal" colSpan={2}>
                  {t('seen')}
                </th>
              ) : null}
              {differ || !seen ? <th className="font-normal">{t('outcome')}</th> : null}
            </tr>
          </thead>
          <tbody>
            {choices.map((choice, i) => (
              <tr key={choice.id} className="border-t border-edge">
                <td className="max-w-36 py-0.5 pr-2">
                  <button
                    type="button"
                    onClick={() => onFollow(choice.index, at.fork)}
                    aria-pressed={choice.chosen}
                    className={`flex min-h-5 max-w-full items-center gap-1.5 rounded-small text-left font-mono text-rule hover:underline ${choice.chosen ? 'font-semibold text-trace' : ''}`}
                    title={nameOf(choice)}
                  >
                    <span className="shrink-0">
                      {at.no}
                      {choice.id}
                    </span>
                    <span className="min-w-0 truncate">{nameOf(choice)}</span>
                  </button>
                </td>
                <td className="whitespace-nowrap py-0.5 pr-2 font-mono text-rule text-random">
                  {choice.chance === null ? t('unknownChance') : chanceText(choice.chance)}
                </td>
                {seen?.[i] ? <Seen seen={seen[i]} label={t('seenOf', { packets: seen[i].packets, total })} /> : null}
                {differ || !seen ? (
                  <td className="py-0.5 text-right">
                    <VerdictChip verdict={choice.verdict} size="small" />
                  </td>
                ) : null}
              </tr>
            ))}
          </tbody>
        </table>
      </PanelSection>
      {taken ? (
        <PanelSection title={t('took')} aside={recorded?.id ?? null}>
          <p className="flex items-center gap-1.5 text-meta text-trace">
            <Check size={12} aria-hidden />
            <span className="font-mono text-rule">
              {at.no}
              {taken.id} {nameOf(taken)}
            </span>
          </p>
        </PanelSection>
      ) : null}
    </>
  )
}

const nameOf = ({ detail, label, id }: Choice): string => detail || (typeof label === 'string' ? label : id)

const bar = 56

/** How many took the branch, and its share as a bar with the expected share as a mark. */
function Seen({ seen: { packets, share, expected }, label }: { seen: SeenShare; label: string }) {
  return (
    <>
      <td className="py-0.5 pr-2 pl-2 text-right font-mono text-rule" title={label}>
        {short(packets)}
      </td>
      <td className="w-16 py-0.5">
        <svg width={bar + 2} height={12} aria-hidden className="block">
          <rect x={0} y={4} width={bar} height={4} rx={2} fill="var(--random-bg)" />
          {share === null ? null : <rect x={0} y={4} width={Math.max(2, share * bar)} height={4} rx={2} fill="var(--random)" />}
          {expected === null ? null : <rect x={Math.min(bar - 1, expected * bar)} y={0} width={2} height={12} fill="var(--ink)" />}
        </svg>
      </td>
    </>
  )
}
