'use client'

import { ChevronDown, ChevronRight } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { memo } from 'react'
import { ChainRowView } from '@/components/netfilter/chain-row'
import type { Hits } from '@/components/netfilter/hits'
import { Rail, type RailPart } from '@/components/netfilter/rail'
import type { FlowRow } from '@/components/netfilter/rows'
import type { HookName } from '@/lib/netfilter/model'
import { destination, source } from '@/lib/path/rule-text'

interface FlowRowProps {
  row: FlowRow
  rail: RailPart | null
  hits: Hits | null
  chosen: boolean
  onChain: (table: string, chain: string) => void
  onToggle: (hook: HookName) => void
}

/** One row of the flow with its part of the line. Scrolling draws only new ones. */
export const FlowRowView = memo(function FlowRowView(props: FlowRowProps) {
  const { row, rail, hits } = props
  const steps = row.type === 'chain' ? (row.matched ?? []) : row.type === 'routing' ? [row.step] : []
  const first = steps[0]
  const id = first ? (hits?.idOf.get(first) ?? null) : null
  const entered = row.type === 'chain' && row.matched !== null
  return (
    <div className="flex h-full">
      <Rail part={rail} id={id} dot={entered && id === null} chosen={props.chosen} />
      <div className="min-w-0 grow">
        <Body {...props} />
      </div>
    </div>
  )
})

function Body({ row, chosen, onChain, onToggle }: FlowRowProps) {
  const t = useTranslations('rules')
  switch (row.type) {
    case 'gap':
      return null
    case 'packet': {
      const { packet, way } = row
      const device = way === 'in' ? packet.in : packet.out
      return (
        <p className="flex h-full items-center gap-1.5 truncate text-body">
          <b className="font-semibold">{t(`way.${way}`, { device: device ?? '' })}</b>
          <span className={`truncate font-mono text-rule ${way === 'out' ? 'text-trace' : 'text-ink-2'}`}>
            {source(packet)} → {destination(packet)}
          </span>
        </p>
      )
    }
    case 'routing':
      return (
        <p className="flex h-full items-center gap-2 rounded-card border border-edge-2 bg-card px-2.5 shadow-card">
          <b className="shrink-0 text-[11.5px] font-semibold">{t('routing')}</b>
          <span className="ml-auto truncate text-meta text-ink-2">
            {[row.step.facts?.decision, row.step.facts?.dev, row.step.facts?.via].filter(Boolean).join(' · ')}
          </span>
        </p>
      )
    case 'hook':
      return (
        <Box met={row.met} first last={row.last}>
          <button
            type="button"
            onClick={() => onToggle(row.hook)}
            aria-expanded={row.open}
            className="flex h-full w-full items-center gap-1.5 px-2 text-left"
          >
            <span className={`font-mono text-chain ${row.met ? 'text-ink' : 'text-ink-2'}`}>{row.hook}</span>
            <span className="ml-auto" />
            {row.tables.map(({ name, met }) => (
              <span
                key={name}
                className={`rounded-small border bg-card px-1.5 font-mono text-rule leading-[18px] ${met > 0 ? 'border-trace font-semibold text-trace' : 'border-edge-2 text-ink-2'}`}
              >
                {name}
                {met > 0 ? ` ${met}` : ''}
              </span>
            ))}
          </button>
        </Box>
      )
    case 'more':
      return (
        <Box met last={row.last}>
          <button
            type="button"
            onClick={() => onToggle(row.hook)}
            aria-expanded={row.open}
            className="flex h-full w-full items-center gap-1 px-2 font-mono text-rule text-ink-2 hover:text-ink"
          >
            {row.open ? <ChevronDown size={12} aria-hidden /> : <ChevronRight size={12} aria-hidden />}
            {t('notEntered', { count: row.count })}
          </button>
        </Box>
      )
    case 'chain':
      return (
        <Box met last={row.last}>
          <ChainRowView row={row} chosen={chosen} onChoose={() => onChain(row.table, row.chain.name)} />
        </Box>
      )
  }
}

/** A slice of a hook's box: the rows of a box lie one below the other. */
function Box({ met, first = false, last, children }: { met: boolean; first?: boolean; last: boolean; children: React.ReactNode }) {
  const line = met ? 'border-node-edge bg-node' : 'border-edge-2 border-dashed'
  return (
    <div className={`h-full border-x ${line} ${first ? 'rounded-t-card border-t' : ''} ${last ? 'rounded-b-card border-b' : ''}`}>
      {children}
    </div>
  )
}
