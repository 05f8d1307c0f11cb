'use client'

import { useVirtualizer } from '@tanstack/react-virtual'
import { useTranslations } from 'next-intl'
import { type ReactNode, useCallback, useEffect, useMemo, useRef } from 'react'
import { OverTime } from '@/components/history/over-time'
import { useNetfilterAddress } from '@/components/netfilter/address'
import { ChainHeading } from '@/components/netfilter/chain-heading'
import type { ChosenChain } from '@/components/netfilter/chosen-chain'
import { ElementList } from '@/components/netfilter/element-list'
import type { Hits, Visit } from '@/components/netfilter/hits'
import type { Reading } from '@/components/netfilter/reading'
import { RuleRow, ruleColumns } from '@/components/netfilter/rule-row'
import { type ChainName, type Listed, type ListedRules, useChain } from '@/components/netfilter/use-chain'
import { useSkipped } from '@/components/netfilter/use-skipped'
import { EmptyState, ErrorState, SkeletonRows } from '@/components/ui/states'
import type { ChainAnswer, Outline, OutlineDump } from '@/lib/api/netfilter-view'
import type { Step } from '@/lib/api/step'

const ROW_HEIGHT = 48

/** The rules of one chain: counters, the rule, what it says; those that the question hits are marked. */
export function RulesPane({
  netns,
  outline,
  dump,
  name,
  visit,
  hits,
  reading,
}: {
  netns: string
  outline: Outline
  dump: OutlineDump
  name: ChosenChain
  visit: Visit | null
  hits: Hits | null
  reading: Reading
}) {
  const t = useTranslations('rules')
  const { state, update } = useNetfilterAddress()
  const { table, chain } = name
  const place = useMemo(() => ({ netns, entry: dump.entry, table, chain }), [netns, dump.entry, table, chain])
  const steps = useMemo(() => stepsIn(visit, { table, chain }), [visit, table, chain])
  const listed = useMemo<Listed>(
    () => ({ show: state.show === 'moved' ? 'moved' : 'all', index: state.show === 'hit' ? [...steps.hit.keys()] : null }),
    [state.show, steps],
  )
  const rules = useChain(place, reading, listed)
  const { chain: data, error, isPending, refetch } = rules
  const jump = useCallback((to: string) => update({ table, chain: to, rule: null, elements: null }), [update, table])
  const point = useCallback((rule: number | null) => update({ rule, elements: null }), [update])
  const list = useCallback((rule: number, open: boolean) => update({ rule, elements: open ? '' : null }), [update])
  return (
    <section aria-label={t('rulesOfChain', { chain: name.chain })} className="flex min-w-0 grow flex-col bg-bar">
      <ChainHeading netns={netns} outline={outline} dump={dump} name={name} answer={data} />
      <OverTime place={{ netns, family: dump.family, table, chain }} chain={data} />
      {error && !data ? (
        <ErrorState what={t('failedChain', { chain: name.chain })} error={error} onRetry={refetch} />
      ) : isPending || !data ? (
        <SkeletonRows rows={8} height={ROW_HEIGHT} />
      ) : rules.total === 0 ? (
        <EmptyState title={t(data.count === 0 ? 'noRules' : `none.${state.show}`)}>
          {data.policy ? t('policy', { policy: data.policy }) : t('returns')}
        </EmptyState>
      ) : (
        <RuleList
          place={place}
          rules={rules}
          answer={data}
          steps={steps}
          hits={hits}
          changes={reading.since !== null}
          onJump={jump}
          onPoint={point}
          onElements={list}
        />
      )}
    </section>
  )
}

/** The steps in a chain, and by the rule that matched. */
export interface StepsIn {
  all: readonly Step[]
  hit: ReadonlyMap<number, Step>
}

function stepsIn(visit: Visit | null, { table: tableName, chain: chainName }: ChosenChain): StepsIn {
  const steps = [...(visit?.hooks.values() ?? [])]
    .flat()
    .filter(({ table }) => table === tableName)
    .flatMap(({ passes }) => passes.flatMap((pass) => pass.steps))
    .filter((step) => step.chain === chainName)
  return {
    all: steps,
    hit: new Map(steps.flatMap((step) => (step.ruleIndex === undefined ? [] : [[step.ruleIndex, step] as const]))),
  }
}

function RuleList({
  place,
  rules,
  answer,
  steps,
  hits,
  changes,
  onJump,
  onPoint,
  onElements,
}: {
  place: ChainName
  rules: ListedRules
  answer: ChainAnswer
  steps: StepsIn
  hits: Hits | null
  changes: boolean
  onJump: (chain: string) => void
  onPoint: (rule: number | null) => void
  onElements: (rule: number, open: boolean) => void
}) {
  const t = useTranslations('rules')
  const { state } = useNetfilterAddress()
  const box = useRef<HTMLDivElement>(null)
  const { whyOf, ask } = useSkipped(steps.all)
  const virtual = useVirtualizer({
    count: rules.total,
    getScrollElement: () => box.current,
    estimateSize: () => ROW_HEIGHT,
    overscan: 10,
  })
  const pointed = state.rule ?? steps.hit.keys().next().value ?? null
  const target = pointed === null ? -1 : rules.placeOf(pointed)
  const items = virtual.getVirtualItems()
  const [from, to] = [items[0]?.index ?? 0, items.at(-1)?.index ?? 0]
  const { reach } = rules
  useEffect(() => reach(from, to), [reach, from, to])
  useEffect(() => {
    if (state.rule !== null) ask(state.rule)
  }, [state.rule, ask])
  // biome-ignore lint/correctness/useExhaustiveDependencies: another chain begins at the rule that is pointed at
  useEffect(() => {
    if (target >= 0) virtual.scrollToIndex(target, { align: 'auto' })
  }, [answer.name, answer.table, target])
  const nat = answer.table === 'nat'
  const note: ReactNode = nat ? t('natNote') : null
  return (
    <div
      ref={box}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls has to be reachable by keyboard
      tabIndex={0}
      role="table"
      aria-label={t('rulesOfChain', { chain: answer.name })}
      aria-rowcount={rules.total}
      className="min-h-0 grow overflow-y-auto"
    >
      <div role="rowgroup" className="sticky top-0 z-10 border-edge border-b bg-bar">
        <div role="row" tabIndex={-1} className={`${ruleColumns(nat)} h-9 items-center text-meta font-medium text-ink-2`}>
          <span role="columnheader" tabIndex={-1}>
            {t('column.rule')}
          </span>
          <span role="columnheader" tabIndex={-1} className="text-right">
            {t(nat ? 'column.connections' : 'column.packets')}
          </span>
          {nat ? null : (
            <span role="columnheader" tabIndex={-1} className="text-right">
              {t('column.bytes')}
            </span>
          )}
          <span role="columnheader" tabIndex={-1} className="text-right">
            {changes ? t('column.change') : ''}
          </span>
          <span role="columnheader" tabIndex={-1} className="max-sm:sr-only">
            {t('column.says')}
          </span>
        </div>
      </div>
      <div role="rowgroup" className="relative" style={{ height: virtual.getTotalSize() }}>
        {items.map(({ index, key, start }) => {
          const rule = rules.ruleAt(index)
          if (!rule) return <Unread key={key} start={start} />
          const step = steps.hit.get(rule.index)
          return (
            <div key={key} ref={virtual.measureElement} data-index={index} className="absolute inset-x-0" style={{ top: start }}>
              <RuleRow
                rule={rule}
                nat={nat}
                hit={step ? (hits?.idOf.get(step) ?? '•') : null}
                pointed={state.rule === rule.index}
                skipped={step ? null : whyOf(rule.index)}
                onAsk={ask}
                onJump={onJump}
                onPoint={onPoint}
                onElements={onElements}
                elements={
                  state.rule === rule.index && state.elements !== null && rule.elements !== undefined ? (
                    <ElementList place={place} rule={rule.index} onJump={onJump} />
                  ) : null
                }
              />
            </div>
          )
        })}
      </div>
      {note ? <p className="px-[70px] py-3.5 text-meta text-ink-2">{note}</p> : null}
    </div>
  )
}

/** A rule that is on its way. */
function Unread({ start }: { start: number }) {
  return (
    <div
      role="row"
      tabIndex={-1}
      aria-busy
      className="absolute inset-x-0 border-edge border-b px-[76px] py-3"
      style={{ top: start, height: ROW_HEIGHT }}
    >
      <span className="block h-3 w-2/3 rounded-small bg-hover" />
    </div>
  )
}
