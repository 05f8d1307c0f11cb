'use client'

import { useTranslations } from 'next-intl'
import { useCallback, useRef, useState } from 'react'
import { FoldedLines, rangesOf } from '@/components/proxies/config/folded-lines'
import { JsonBar } from '@/components/proxies/config/json-bar'
import { JsonRow } from '@/components/proxies/config/json-row'
import { lineWindow, useScroll } from '@/components/proxies/config/scaled-scroll'
import { type ResourceAddress, useConfigAsk, useConfigLines } from '@/components/proxies/config/use-config'
import { ErrorState, SkeletonRows } from '@/components/ui/states'

const ROW = 18
/** Rows asked for at a time; windows overlap by half, so that a step of scrolling mostly finds what it needs. */
const BLOCK = 200

/** A resource as JSON with line numbers, folding and search, of any size: the server has the text, the page the lines around those in view. */
export function JsonText({ address }: { address: ResourceAddress }) {
  const t = useTranslations('config')
  const [folded, setFolded] = useState<FoldedLines | null>(null)
  const [hit, setHit] = useState<number | null>(null)
  const box = useRef<HTMLElement>(null)
  const { scrolled, view } = useScroll(box)
  const ask = useConfigAsk(address)
  const known = folded ?? new FoldedLines(2 * BLOCK)
  const rows = lineWindow(known.shown, ROW, scrolled, view)
  const block = Math.max(0, Math.floor(rows.first / BLOCK) * BLOCK - BLOCK / 2)
  const wanted = places(block, Math.min(block + 2 * BLOCK, known.shown)).map((place) => known.lineAt(place))
  const { data, error, refetch } = useConfigLines(address, rangesOf(wanted))
  const lines = new Map(data?.lines.map((line) => [line.line, line]))
  const show = (line: number) => {
    const open = known.revealing(line)
    setFolded(open)
    setHit(line)
    // What was folded makes the box higher only once it is drawn.
    requestAnimationFrame(() =>
      box.current?.scrollTo({
        top: lineWindow(open.shown, ROW, box.current.scrollTop, box.current.clientHeight).scrollTo(open.placeOf(line)),
      }),
    )
  }
  const toggle = useCallback((line: number, end: number) => {
    setFolded((now) => (now?.folds.has(line) ? now.without(line) : (now?.with(line, end) ?? null)))
  }, [])
  if (data && folded?.total !== data.total) setFolded(new FoldedLines(data.total))
  if (error && !data) return <ErrorState what={t('failedResource')} error={error} onRetry={() => void refetch()} />
  const foldAll = async (depth: number) => setFolded(new FoldedLines(known.total, new Map(await ask.folds(depth))))
  return (
    <>
      <JsonBar address={address} hit={hit} onShow={show} onFold={foldAll} onUnfold={() => setFolded(new FoldedLines(known.total))} />
      <section
        ref={box}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls has to be reachable by keyboard
        tabIndex={0}
        aria-label={address.pointer || t('wholeDump')}
        className="min-h-0 grow overflow-auto bg-card font-mono text-[11px] leading-[18px]"
      >
        {data && folded ? (
          <div className="relative min-w-max overflow-hidden" style={{ height: rows.height }}>
            <div className="absolute min-w-full" style={{ top: rows.top(rows.base) }}>
              {places(rows.first, rows.last).map((place) => {
                const line = known.lineAt(place)
                return (
                  <JsonRow
                    key={line}
                    line={line}
                    data={lines.get(line) ?? null}
                    top={(place - rows.base) * ROW}
                    isFolded={known.folds.has(line)}
                    isHit={line === hit}
                    onToggle={toggle}
                  />
                )
              })}
            </div>
          </div>
        ) : (
          <SkeletonRows rows={12} height={24} />
        )}
      </section>
    </>
  )
}

const places = (from: number, to: number): number[] => Array.from({ length: Math.max(0, to - from) }, (_, index) => from + index)
