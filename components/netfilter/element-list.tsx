'use client'

import { useVirtualizer } from '@tanstack/react-virtual'
import { useTranslations } from 'next-intl'
import { useDeferredValue, useRef } from 'react'
import { useNetfilterAddress } from '@/components/netfilter/address'
import { useReading } from '@/components/netfilter/reading'
import type { ChainName } from '@/components/netfilter/use-chain'
import { useElements } from '@/components/netfilter/use-netfilter'
import { ErrorState } from '@/components/ui/states'
import type { NetfilterElements } from '@/lib/api/netfilter-view'

const ROW_HEIGHT = 38
const MAX_HEIGHT = 7 * ROW_HEIGHT

/** What the sets and maps of a rule hold, with a field that searches in it; an element of a verdict map leads to its chain. */
export function ElementList({ place, rule, onJump }: { place: ChainName; rule: number; onJump: (chain: string) => void }) {
  const t = useTranslations('rules.elements')
  const { state, update } = useNetfilterAddress()
  const { at } = useReading()
  const q = useDeferredValue(state.elements ?? '')
  const { data, error, refetch } = useElements({ ...place, rule }, q, at)
  if (error && !data) return <ErrorState what={t('failed')} error={error} onRetry={() => void refetch()} />
  return (
    <div className="mt-1 max-w-[680px] rounded-small border border-edge bg-card">
      <div className="flex items-center gap-2 border-edge border-b px-2 py-1">
        <input
          aria-label={t('search')}
          placeholder={t('search')}
          autoComplete="off"
          spellCheck={false}
          value={state.elements ?? ''}
          onChange={(event) => update({ elements: event.target.value })}
          className="min-w-0 grow bg-transparent text-meta outline-none"
        />
        <span role="status" className="shrink-0 text-meta text-ink-2">
          {data ? t(data.total === 0 ? 'none' : 'found', { total: data.total, count: data.count }) : ''}
        </span>
      </div>
      {data ? <Rows answer={data} label={t('of', { rule })} onJump={onJump} /> : null}
    </div>
  )
}

function Rows({ answer, label, onJump }: { answer: NetfilterElements; label: string; onJump: (chain: string) => void }) {
  const t = useTranslations('rules.elements')
  const box = useRef<HTMLDivElement>(null)
  const { elements, total } = answer
  const rows = useVirtualizer({
    count: elements.length,
    getScrollElement: () => box.current,
    estimateSize: () => ROW_HEIGHT,
    initialRect: { width: 0, height: MAX_HEIGHT },
    overscan: 5,
  })
  const several = new Set(elements.map(({ set }) => set)).size > 1
  return (
    <>
      <div
        ref={box}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls has to be reachable by keyboard
        tabIndex={0}
        role="list"
        aria-label={label}
        className="overflow-y-auto"
        style={{ maxHeight: MAX_HEIGHT }}
      >
        <div role="presentation" className="relative" style={{ height: rows.getTotalSize() }}>
          {rows.getVirtualItems().map(({ index, start }) => {
            const element = elements[index]
            return element ? (
              <div
                key={index}
                role="listitem"
                className="absolute inset-x-0 flex flex-col justify-center px-2"
                style={{ top: start, height: ROW_HEIGHT }}
              >
                <ElementText text={element.text} chain={element.chain} onJump={onJump} />
                <span className="truncate text-meta text-ink-3">
                  {[several ? element.set : null, element.service ? t('service', { name: element.service }) : element.comment]
                    .filter((word) => word !== null)
                    .join(' · ')}
                </span>
              </div>
            ) : null
          })}
        </div>
      </div>
      {total > elements.length ? (
        <p className="border-edge border-t px-2 py-1 text-meta text-ink-2">+{(total - elements.length).toLocaleString()}</p>
      ) : null}
    </>
  )
}

/** `tcp . 30080 : goto CHAIN`: the chain can be gone to. */
function ElementText({ text, chain, onJump }: { text: string; chain: string | null; onJump: (chain: string) => void }) {
  const before = chain !== null && text.endsWith(chain) ? text.slice(0, -chain.length) : text
  return (
    <span className="flex min-w-0 gap-[1ch] font-mono text-[11px]" title={text}>
      <span className={chain === null ? 'truncate' : 'shrink-0'}>{before}</span>
      {chain !== null ? (
        <button type="button" className="min-w-0 truncate font-semibold hover:underline" onClick={() => onJump(chain)}>
          {chain}
        </button>
      ) : null}
    </span>
  )
}
