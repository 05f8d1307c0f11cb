'use client'

import { useTranslations } from 'next-intl'
import { memo, type ReactNode } from 'react'
import { RuleText } from '@/components/netfilter/rule-text'
import { short } from '@/components/path/counter'
import { CopyButton } from '@/components/proxies/command'
import type { SaidRule } from '@/lib/api/netfilter-view'

/** The columns of the table: nat counts connections, and has no bytes. */
export const ruleColumns = (nat: boolean) =>
  `grid gap-x-3 pr-4 pl-3 ${nat ? 'grid-cols-[64px_90px_56px_minmax(0,1fr)] max-sm:grid-cols-[64px_90px_1fr]' : 'grid-cols-[64px_72px_72px_56px_minmax(0,1fr)] max-sm:grid-cols-[64px_1fr_1fr_1fr]'}`

/** One rule: number, counters, change, the rule and what it says. `hit`: the number of the question's step. Scrolling draws only new ones. */
export const RuleRow = memo(function RuleRow({
  rule,
  nat,
  hit,
  pointed,
  skipped,
  onAsk,
  onJump,
  onPoint,
  onElements,
  elements,
}: {
  rule: SaidRule
  nat: boolean
  hit: string | null
  pointed: boolean
  /** Why the question's packet passed it over, as far as it was asked for. */
  skipped: { part: string; why: string } | null
  /** Somebody looks at it: why it was passed over is wanted. */
  onAsk: (rule: number) => void
  onJump: (chain: string) => void
  /** Its number is a link to it; again: to none. */
  onPoint: (rule: number | null) => void
  /** Lists the elements of its sets, or hides them. */
  onElements: (rule: number, open: boolean) => void
  /** The list of them, where it is open. */
  elements: ReactNode
}) {
  const t = useTranslations('rules')
  const { counter, change } = rule
  const conditions = rule.says.when.map((message) => t(message.key, message.values))
  const from = comesFrom(rule)
  const passed = skipped && hit === null ? `${t('skipped')} ${skipped.part} — ${skipped.why}` : null
  return (
    <div
      role="row"
      tabIndex={-1}
      data-hit={hit === null ? undefined : ''}
      onPointerEnter={() => onAsk(rule.index)}
      onFocus={() => onAsk(rule.index)}
      className={`group ${ruleColumns(nat)} min-h-[48px] items-center border-edge border-b py-1.5 ${hit === null ? '' : 'bg-trace-bg'} ${pointed ? 'outline-2 -outline-offset-2 outline-focus' : ''}`}
    >
      <span role="cell" className="flex items-center gap-2 font-mono text-count">
        {hit === null ? (
          <span className="w-[18px]" />
        ) : (
          <span
            className="flex size-[18px] items-center justify-center rounded-full bg-trace font-mono text-[9.5px] font-bold text-on-trace"
            title={t('hitStep', { id: hit })}
          >
            {hit}
          </span>
        )}
        <button
          type="button"
          aria-pressed={pointed}
          aria-label={t('pointAt', { rule: rule.index })}
          onClick={() => onPoint(pointed ? null : rule.index)}
          className={`min-w-6 rounded-small py-1 text-left hover:text-ink hover:underline ${hit === null ? 'text-ink-2' : 'font-semibold'}`}
        >
          {rule.index}
        </button>
      </span>
      <span role="cell" className="text-right font-mono text-count text-ink-2" title={counter ? String(counter.packets) : t('noCounter')}>
        {counter ? short(counter.packets) : t('noCounter')}
      </span>
      {nat ? null : (
        <span role="cell" className="text-right font-mono text-count text-ink-2" title={counter ? String(counter.bytes) : undefined}>
          {counter ? short(counter.bytes) : ''}
        </span>
      )}
      <span
        role="cell"
        className={`text-right font-mono text-count ${change?.packets ? 'font-semibold text-trace' : 'text-ink-3'}`}
        title={change?.reset ? t('reset') : undefined}
      >
        {change ? (change.reset ? `↩ ${short(change.packets)}` : change.packets > 0 ? `+${short(change.packets)}` : '0') : ''}
      </span>
      <span role="cell" className="flex min-w-0 items-start gap-1 max-sm:col-span-full max-sm:pl-[26px]">
        <span className="min-w-0 grow">
          <RuleText rule={rule.rule} jumps={rule.jumps} target={rule.target} onJump={onJump} />
          <span
            title={passed ?? undefined}
            className={`block text-meta [overflow-wrap:anywhere] ${hit === null ? 'text-ink-2' : 'text-ink'}`}
          >
            {[...(rule.says.first ?? []), rule.says.what].map(({ key, values }) => t(key, values)).join('; ')}
            {conditions.length > 0 ? ` · ${conditions.join(', ')}` : ''}
            {rule.says.comment === undefined ? '' : ` · “${rule.says.comment}”`}
            {from ? ` · ${t(`from.${from.key}`, { name: from.name })}` : ''}
          </span>
          {rule.elements === undefined ? null : (
            <button
              type="button"
              aria-expanded={elements !== null}
              className="text-meta text-ink-2 underline decoration-edge-ctl underline-offset-2 hover:text-ink"
              onClick={() => onElements(rule.index, elements === null)}
            >
              {t('elements.open', { count: rule.elements })}
            </button>
          )}
          {elements}
          {pointed && passed ? <span className="block text-meta text-ink [overflow-wrap:anywhere]">{passed}</span> : null}
        </span>
        <CopyButton
          text={rule.rule}
          label={t('copyRule')}
          className="text-ink-2 opacity-0 focus-visible:opacity-100 group-hover:opacity-100"
        />
      </span>
    </div>
  )
})

/** What asks for the rule, where its words do not say so themselves: the pod of an endpoint, Istio's setting, the Service of a rule without a comment. */
function comesFrom({ rule, source }: SaidRule): { key: 'pod' | 'setting' | 'service'; name: string } | null {
  if (source?.pod) return { key: 'pod', name: source.pod }
  if (source?.setting) return { key: 'setting', name: source.setting }
  return source?.service && !rule.includes(' --comment ') ? { key: 'service', name: source.service } : null
}
