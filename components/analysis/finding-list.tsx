'use client'

import { useVirtualizer } from '@tanstack/react-virtual'
import { ChevronRight } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { useMemo, useRef, useState } from 'react'
import { FindingRow } from '@/components/analysis/finding-row'
import { type Level, linesOf } from '@/components/analysis/shown'
import { UndecidedChecks } from '@/components/analysis/undecided-checks'
import type { AnalysisAnswer, AnalysisFinding } from '@/lib/api/analysis'

/** Findings under their levels; infos stay closed until they are asked for. Only what is in view is in the document. */
export function FindingList({
  findings,
  undecided,
  recording,
  asked,
}: {
  findings: readonly AnalysisFinding[]
  undecided: AnalysisAnswer['undecided']
  recording: string | null
  /** The level that the address asks for: it is open. */
  asked: Level | null
}) {
  const t = useTranslations('analysis')
  const box = useRef<HTMLDivElement>(null)
  const [turned, setTurned] = useState<ReadonlySet<Level>>(new Set())
  const [opened, setOpened] = useState<ReadonlySet<string>>(new Set())
  const onlyInfos = findings.every(({ level }) => level === 'Info')
  const lines = useMemo(() => {
    const closed = new Set<Level>(asked === 'Info' || onlyInfos ? [] : ['Info'])
    for (const level of turned) if (!closed.delete(level)) closed.add(level)
    return linesOf(findings, closed)
  }, [findings, turned, asked, onlyInfos])
  const keyOf = (index: number) => {
    const line = lines[index]
    return line?.kind === 'finding' ? line.key : (line?.level ?? index)
  }
  const virtual = useVirtualizer({
    count: lines.length,
    getScrollElement: () => box.current,
    estimateSize: () => 52,
    overscan: 8,
    getItemKey: keyOf,
  })
  const turn = <T,>(set: ReadonlySet<T>, one: T): ReadonlySet<T> => {
    const next = new Set(set)
    if (!next.delete(one)) next.add(one)
    return next
  }
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls has to be reachable by keyboard
    <div ref={box} tabIndex={0} className="min-h-0 grow overflow-y-auto pb-6">
      <ul aria-label={t('list')} className="relative" style={{ height: virtual.getTotalSize() }}>
        {virtual.getVirtualItems().map(({ index, start, key }) => {
          const line = lines[index]
          if (!line) return null
          const next = lines[index + 1]
          const isOpen = next?.kind === 'finding'
          return (
            <li
              key={key}
              ref={virtual.measureElement}
              data-index={index}
              aria-setsize={lines.length}
              aria-posinset={index + 1}
              className="absolute inset-x-0 border-edge border-b"
              style={{ top: start }}
            >
              {line.kind === 'heading' ? (
                <button
                  type="button"
                  aria-expanded={isOpen}
                  onClick={() => setTurned(turn(turned, line.level))}
                  className="flex h-8 w-full items-center gap-1.5 bg-bar px-5 text-left font-semibold text-ink-2 text-meta hover:bg-hover"
                >
                  <ChevronRight size={12} aria-hidden className={isOpen ? 'rotate-90' : ''} />
                  {t(`level.${line.level}`)}
                  <span className="font-normal text-ink-3">{line.count}</span>
                </button>
              ) : (
                <FindingRow
                  finding={line.finding}
                  recording={recording}
                  open={opened.has(line.key)}
                  onToggle={() => setOpened(turn(opened, line.key))}
                />
              )}
            </li>
          )
        })}
      </ul>
      <UndecidedChecks undecided={undecided} />
    </div>
  )
}
