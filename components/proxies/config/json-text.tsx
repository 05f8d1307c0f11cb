'use client'

import { useVirtualizer } from '@tanstack/react-virtual'
import { ChevronDown, ChevronRight } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { useMemo, useRef, useState } from 'react'
import { foldsOf, shownLines } from './folds'

const LINE = 18

/** JSON with line numbers and folding; only the lines in view are in the document. */
export function JsonText({ text, label }: { text: string; label: string }) {
  const t = useTranslations('config')
  const lines = useMemo(() => text.split('\n'), [text])
  const folds = useMemo(() => foldsOf(lines), [lines])
  const [folded, setFolded] = useState<ReadonlySet<number>>(new Set())
  const shown = useMemo(() => shownLines(lines.length, folds, folded), [lines.length, folds, folded])
  const box = useRef<HTMLElement>(null)
  const virtual = useVirtualizer({ count: shown.length, getScrollElement: () => box.current, estimateSize: () => LINE, overscan: 20 })
  const toggle = (line: number) => setFolded((now) => new Set(now.has(line) ? [...now].filter((one) => one !== line) : [...now, line]))
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls has to be reachable by keyboard
    <section ref={box} tabIndex={0} aria-label={label} className="min-h-0 grow overflow-auto bg-card font-mono text-[11px] leading-[18px]">
      <div className="relative min-w-max" style={{ height: virtual.getTotalSize() }}>
        {virtual.getVirtualItems().map(({ index, start }) => {
          const line = shown[index] ?? 0
          const isFolded = folded.has(line)
          return (
            <div key={line} className="absolute flex whitespace-pre hover:bg-hover" style={{ top: start, height: LINE }}>
              <span aria-hidden className="w-11 shrink-0 select-none bg-sunken pr-2 text-right text-ink-3">
                {line + 1}
              </span>
              {folds.has(line) ? (
                <button
                  type="button"
                  aria-expanded={!isFolded}
                  aria-label={t(isFolded ? 'unfold' : 'fold', { line: line + 1 })}
                  onClick={() => toggle(line)}
                  className="flex w-5 shrink-0 items-center justify-center text-ink-3 hover:text-ink"
                >
                  {isFolded ? <ChevronRight size={12} aria-hidden /> : <ChevronDown size={12} aria-hidden />}
                </button>
              ) : (
                <span className="w-5 shrink-0" />
              )}
              <Tokens line={lines[line] ?? ''} />
              {isFolded ? <span className="pr-4 text-ink-3"> … {lines[folds.get(line) ?? line]?.trim()}</span> : <span className="pr-4" />}
            </div>
          )
        })}
      </div>
    </section>
  )
}

/** The name quiet, the value plain. */
function Tokens({ line }: { line: string }) {
  const end = /^\s*"(?:[^"\\]|\\.)*":/.exec(line)?.[0].length ?? 0
  return (
    <span>
      <span className="text-ink-2">{line.slice(0, end)}</span>
      {line.slice(end)}
    </span>
  )
}
