'use client'

import { useTranslations } from 'next-intl'
import { HistoryFrame } from '@/components/history/history-frame'
import { RateLine } from '@/components/history/rate-line'
import { type ChainPlace, useRuleHistory } from '@/components/history/use-history'
import { useNetfilterAddress } from '@/components/netfilter/address'
import { BandAxis } from '@/components/proxies/state-bands'
import type { RuleHistory as Answer, Rates } from '@/lib/api/history'
import type { ChainAnswer } from '@/lib/api/netfilter-view'

/** Rules that are drawn, the busiest; the one that is pointed at always is. */
const SHOWN = 5

interface Line {
  key: string
  /** Its number in the chain; null: the chain itself, or a rule that is there no more. */
  index: number | null
  text: string
  rates: Rates
}

/** What a chain's rules counted a second over time: what came in, then its busiest rules. A table whose cells are drawn. */
export default function RuleHistory({ place, chain }: { place: ChainPlace; chain: ChainAnswer | null }) {
  const t = useTranslations('history')
  const { state, update } = useNetfilterAddress()
  const query = useRuleHistory(place, state.range)
  const nat = place.table === 'nat' || place.table.endsWith(' nat')
  return (
    <div className="shrink-0 border-edge border-b px-4 py-2.5">
      <HistoryFrame
        title={t(nat ? 'connections' : 'packets')}
        name="rule-range"
        query={query}
        range={state.range}
        onRange={(range) => update({ range })}
      >
        {(answer) => <Lines answer={answer} lines={linesOf(answer, chain, state.rule, t('entered'))} />}
      </HistoryFrame>
    </div>
  )
}

function Lines({ answer, lines }: { answer: Answer; lines: readonly Line[] }) {
  const t = useTranslations('history')
  const { from, until, stepMs } = answer
  if (lines.length === 0) return <p className="text-ink-2">{t('nothingCounted')}</p>
  return (
    <>
      <table className="w-full table-fixed border-collapse">
        <colgroup>
          <col className="w-[36%]" />
          <col />
          <col className="w-[84px]" />
          <col className="w-[76px]" />
        </colgroup>
        <thead className="sr-only">
          <tr>
            <th>{t('column.rule')}</th>
            <th>{t('column.time')}</th>
            <th>{t('column.most')}</th>
            <th>{t('column.now')}</th>
          </tr>
        </thead>
        <tbody>
          {lines.map(({ key, index, text, rates }) => {
            const most = perSecond(Math.max(...rates.map(([, rate]) => rate)))
            const last = rates.at(-1)
            const now = last && until - last[0] <= 2 * stepMs ? perSecond(last[1]) : t('none')
            return (
              <tr key={key} className="border-edge border-t first:border-t-0">
                <th scope="row" className="truncate py-1 pr-3 text-left font-mono text-rule font-normal text-ink-2" title={text}>
                  {index === null ? null : <b className="mr-1.5 text-ink">{index}</b>}
                  {text}
                </th>
                <td className="py-1">
                  <RateLine rates={rates} from={from} until={until} stepMs={stepMs} label={t('line', { rule: text, most, now })} />
                </td>
                <td className="py-1 pl-3 text-right font-mono text-count text-ink-2">{t('most', { rate: most })}</td>
                <td className="py-1 pl-3 text-right font-mono text-count font-semibold">{t('now', { rate: now })}</td>
              </tr>
            )
          })}
        </tbody>
      </table>
      <div className="mr-[160px] ml-[36%] flex">
        <BandAxis begin={from} end={until} />
      </div>
    </>
  )
}

function linesOf({ calls, rules }: Answer, chain: ChainAnswer | null, pointed: number | null, entered: string): Line[] {
  const indexOf = new Map(chain?.rules.map(({ rule, index }) => [rule, index]))
  const lines = rules.map(
    ({ rule, rates }): Line => ({ key: rule, index: indexOf.get(rule) ?? null, text: rule.replace(/^-A \S+ /, ''), rates }),
  )
  const moved = lines.filter(({ rates }) => rates.some(([, rate]) => rate > 0)).slice(0, SHOWN)
  const asked = pointed === null ? undefined : lines.find(({ index }) => index === pointed)
  return [
    ...(calls ? [{ key: '', index: null, text: entered, rates: calls }] : []),
    ...(asked && !moved.includes(asked) ? [asked] : []),
    ...moved,
  ]
}

/** 0.25, 12, 3.4k: a second. */
function perSecond(rate: number): string {
  if (rate >= 1000) return `${(rate / 1000).toPrecision(2)}k`
  return rate >= 10 ? String(Math.round(rate)) : String(Number(rate.toPrecision(2)))
}
