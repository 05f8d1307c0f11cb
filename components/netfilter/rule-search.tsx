'use client'

import { useVirtualizer } from '@tanstack/react-virtual'
import { Search } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { type KeyboardEvent, useDeferredValue, useEffect, useRef, useState } from 'react'
import { useNetfilterAddress } from '@/components/netfilter/address'
import { useReading } from '@/components/netfilter/reading'
import { useRuleSearch } from '@/components/netfilter/use-netfilter'
import { Kbd } from '@/components/ui/kbd'
import type { NetfilterSearch } from '@/lib/api/netfilter-view'

const HIT_HEIGHT = 38

/** Finds rules in all chains by address, port, chain or mark; ↑ ↓ choose, Enter goes to the rule. */
export function RuleSearch({ netns, entry }: { netns: string | null; entry: string | null }) {
  const t = useTranslations('rules')
  const { state, update } = useNetfilterAddress()
  const { at } = useReading()
  // A link that asks for words, and has chosen none of their rules yet, opens with what was found.
  const asked = useRef(state.q !== '' && state.rule === null)
  const [open, setOpen] = useState(asked.current)
  const [active, setActive] = useState(0)
  const q = useDeferredValue(state.q)
  const { data } = useRuleSearch(netns && entry ? { netns, entry } : null, q, at)
  const hits = q.trim() === '' ? null : (data ?? null)
  // biome-ignore lint/correctness/useExhaustiveDependencies: another search begins at its first hit
  useEffect(() => setActive(0), [q])

  const take = (index: number) => {
    const hit = hits?.hits[index]
    if (!hit) return
    update({ table: hit.table, chain: hit.chain, rule: hit.index, elements: hit.element?.text ?? null, show: 'all' })
    setOpen(false)
  }
  const press = (event: KeyboardEvent) => {
    const count = hits?.hits.length ?? 0
    if (event.key === 'ArrowDown') setActive((now) => Math.min(now + 1, count - 1))
    else if (event.key === 'ArrowUp') setActive((now) => Math.max(now - 1, 0))
    else if (event.key === 'Enter') take(active)
    else if (event.key === 'Escape') setOpen(false)
    else return
    event.preventDefault()
  }
  return (
    <div className="relative max-sm:basis-full">
      <label className="flex h-[38px] w-[250px] items-center gap-2 rounded-[9px] border border-edge-ctl bg-card px-2.5 focus-within:outline-2 focus-within:outline-focus max-dock:w-52 max-sm:w-full">
        <Search size={13} className="shrink-0 text-ink-3" aria-hidden />
        <input
          data-view-search
          // biome-ignore lint/a11y/noAutofocus: who comes with words to seek goes on in their list
          autoFocus={asked.current}
          role="combobox"
          aria-expanded={open && hits !== null}
          aria-controls="rule-hits"
          aria-activedescendant={open && hits?.hits[active] ? `rule-hit-${active}` : undefined}
          aria-label={t('search')}
          placeholder={t('search')}
          autoComplete="off"
          spellCheck={false}
          value={state.q}
          onChange={(event) => {
            update({ q: event.target.value })
            setOpen(true)
          }}
          onFocus={() => setOpen(true)}
          onBlur={() => setOpen(false)}
          onKeyDown={press}
          className="min-w-0 grow bg-transparent outline-none"
        />
        <Kbd>/</Kbd>
      </label>
      {open && hits ? <HitList hits={hits} active={active} onTake={take} /> : null}
    </div>
  )
}

function HitList({ hits, active, onTake }: { hits: NetfilterSearch; active: number; onTake: (index: number) => void }) {
  const t = useTranslations('rules')
  const box = useRef<HTMLDivElement>(null)
  const rows = useVirtualizer({ count: hits.hits.length, getScrollElement: () => box.current, estimateSize: () => HIT_HEIGHT, overscan: 8 })
  useEffect(() => {
    if (hits.hits.length > 0) rows.scrollToIndex(active, { align: 'auto' })
  }, [active, rows, hits.hits.length])
  return (
    <div className="absolute top-[calc(100%+6px)] right-0 z-40 w-[560px] max-w-[90vw] rounded-pod border border-edge-2 bg-card p-1 shadow-float">
      <p role="status" className="px-2 pt-1 pb-1.5 text-meta text-ink-2">
        {t('found', { total: hits.total, shown: hits.hits.length, more: hits.total - hits.hits.length })}
      </p>
      <div ref={box} id="rule-hits" role="listbox" aria-label={t('search')} className="max-h-[340px] overflow-y-auto">
        <div className="relative" style={{ height: rows.getTotalSize() }}>
          {rows.getVirtualItems().map(({ index, start }) => {
            const hit = hits.hits[index]
            return hit ? (
              // biome-ignore lint/a11y/useKeyWithClickEvents: the field has the keys (aria-activedescendant)
              <div
                key={index}
                id={`rule-hit-${index}`}
                role="option"
                tabIndex={-1}
                aria-selected={index === active}
                onMouseDown={(event) => event.preventDefault()}
                onClick={() => onTake(index)}
                className="absolute inset-x-0 flex flex-col justify-center rounded-small px-2 hover:bg-hover aria-selected:bg-hover"
                style={{ height: HIT_HEIGHT, top: start }}
              >
                <span className="truncate font-mono text-rule" title={hit.element?.text ?? hit.rule}>
                  {hit.element?.text ?? hit.rule}
                </span>
                <span className="truncate text-meta text-ink-3">
                  {t(hit.element ? 'elements.hit' : 'hitIn', {
                    table: hit.table,
                    chain: hit.chain,
                    index: hit.index,
                    set: hit.element?.set ?? '',
                  })}
                </span>
              </div>
            ) : null
          })}
        </div>
      </div>
    </div>
  )
}
