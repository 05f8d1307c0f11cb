'use client'

import { useTranslations } from 'next-intl'
import { VerdictChip } from '@/components/ui/verdict'
import type { Layout, Stop } from '@/lib/path/model'
import { chanceText } from '../chance'
import { PanelSection } from './section'

/** The ways that this step could go, their chances and ends; choosing one follows it. */
export function Branches({ stop, layout, onFollow }: { stop: Stop; layout: Layout; onFollow: (index: number, fork?: number) => void }) {
  const t = useTranslations('path.panel')
  const isFork = stop.card?.pick !== undefined || stop.card?.look === 'outcome' || stop.card?.look === 'choices'
  if (!isFork) return null
  const before = layout.cards.filter((c) => c.pick !== undefined)
  const own = stop.card?.pick
    ? before.findIndex((c) => c.id === stop.id)
    : before.findLastIndex((c) => Number.parseInt(c.id, 10) < Number.parseInt(stop.id, 10))
  const fork = Math.max(0, own)
  const choices = layout.choices[fork]
  if (!choices) return null
  const details = layout.cards.filter(
    (c) =>
      c.look === 'outcome' &&
      Number.parseInt(c.id, 10) === Number.parseInt(stop.card?.pick ? stop.id : String(Number(stop.id.replace(/\D/g, '')) - 1), 10) + 1,
  )
  return (
    <PanelSection title={t('branches')}>
      <table className="w-full text-left text-meta">
        <thead className="text-ink-3">
          <tr>
            <th className="font-normal">{t('branch')}</th>
            <th className="font-normal">{t('chance')}</th>
            <th className="font-normal">{t('outcome')}</th>
          </tr>
        </thead>
        <tbody>
          {choices.map((choice, i) => {
            const line = details[i]?.lines[0]?.text
            const label = typeof choice.label === 'string' ? choice.label : choice.id
            return (
              <tr key={choice.id} className="border-t border-edge">
                <td className="max-w-40 py-0.5 pr-2">
                  <button
                    type="button"
                    onClick={() => onFollow(choice.index, fork)}
                    aria-pressed={choice.chosen}
                    className={`block max-w-full truncate rounded-small text-left font-mono text-rule hover:underline ${choice.chosen ? 'font-semibold text-trace' : ''}`}
                    title={label}
                  >
                    {choice.id} {typeof line === 'string' ? line : label}
                  </button>
                </td>
                <td className="py-0.5 pr-2 font-mono text-rule text-random">
                  {choice.chance === null ? t('unknownChance') : chanceText(choice.chance)}
                </td>
                <td className="py-0.5">
                  <VerdictChip verdict={choice.verdict} size="small" />
                </td>
              </tr>
            )
          })}
        </tbody>
      </table>
    </PanelSection>
  )
}
