'use client'

import { useTranslations } from 'next-intl'
import type { ChainRow } from '@/components/netfilter/rows'
import { Counter } from '@/components/path/counter'

const INDENT = 13
/** Deeper chains are drawn at this depth: a name has to stay readable. */
const MAX_DEPTH = 10

/** A chain in the call tree: what its callers counted, or what it did to the packet. */
export function ChainRowView({ row, chosen, onChoose }: { row: ChainRow; chosen: boolean; onChoose: () => void }) {
  const t = useTranslations('rules')
  const { chain, depth, matched, op, table } = row
  const muted = matched !== null && matched.length === 0
  return (
    <button
      type="button"
      tabIndex={chosen ? 0 : -1}
      aria-current={chosen ? 'true' : undefined}
      data-chain={row.key}
      onClick={onChoose}
      title={`${table} ${chain.name}`}
      className={`mx-1 flex h-full w-[calc(100%-8px)] cursor-pointer text-left items-center gap-1.5 rounded-small pr-2 font-mono ${chosen ? 'bg-card outline-2 -outline-offset-1 outline-focus' : 'hover:bg-hover'}`}
      style={{ paddingLeft: 6 + Math.min(depth, MAX_DEPTH) * INDENT }}
    >
      {depth > 0 ? <span aria-hidden className="-mt-1.5 h-2 w-1.5 shrink-0 rounded-bl-tag border-edge-ctl border-b border-l" /> : null}
      <span className={`truncate text-chain ${muted || matched === null ? 'font-normal text-ink-2' : ''}`}>{chain.name}</span>
      {depth === 0 ? <span className="shrink-0 text-rule text-ink-3">{table}</span> : null}
      <span className="ml-auto" />
      {op ? (
        <span className="shrink-0 rounded-tag bg-inv px-1 text-rule font-semibold text-inv-hi">{op}</span>
      ) : muted ? (
        <span className="shrink-0 text-count text-ink-3">0/{chain.rules}</span>
      ) : depth === 0 || chain.counter === null ? (
        <span className="shrink-0 text-count text-ink-3">{t('ruleCount', { count: chain.rules })}</span>
      ) : (
        <Counter
          counter={{
            key: `${table} ${chain.name}`,
            packets: chain.counter.packets - (chain.change && !chain.change.reset ? chain.change.packets : 0),
          }}
          delta={chain.change ? { packets: chain.change.packets, ...(chain.change.reset ? { reset: true } : {}) } : undefined}
          label={t(table === 'nat' ? 'connectionsHint' : 'packetsHint', { count: chain.counter.packets })}
        />
      )}
    </button>
  )
}
