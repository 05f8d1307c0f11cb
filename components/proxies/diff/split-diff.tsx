'use client'

import { ChevronDown } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { useMemo, useState } from 'react'
import { changedPart, type DiffRow, diffRows } from '@/components/proxies/diff/diff-rows'

/** Lines that one press opens: a route configuration has tens of thousands. */
const STEP = 500

const HATCH = 'bg-[repeating-linear-gradient(135deg,transparent_0_5px,var(--edge)_5px_6px)]'

/** istiod's lines left, Envoy's right; equal runs folded, the changed words underlined. `indent`: spaces a level. */
export function SplitDiff({ sent, active, indent }: { sent: string; active: string; indent: 2 | 4 }) {
  const rows = useMemo(() => diffRows(narrowLines(sent, indent), narrowLines(active, indent)), [sent, active, indent])
  // Of each fold, how many of its lines are open.
  const [opened, setOpened] = useState<ReadonlyMap<string, number>>(new Map())
  const shown = rows.flatMap((row) => (row.kind === 'fold' ? openedFold(row, opened.get(row.key) ?? 0) : [row]))
  return (
    <div className="grid w-full grid-cols-[44px_14px_minmax(0,1fr)_44px_14px_minmax(0,1fr)] font-mono text-rule leading-[19px]">
      {shown.map((row, index) =>
        row.kind === 'fold' ? (
          <Fold
            key={`fold ${row.key}`}
            count={row.count}
            onOpen={() => setOpened(new Map([...opened, [row.key, (opened.get(row.key) ?? 0) + STEP]]))}
          />
        ) : (
          // biome-ignore lint/suspicious/noArrayIndexKey: lines have no other identity
          <Line key={index} row={row} first={!row.equal && isEqualLine(shown[index - 1])} />
        ),
      )}
    </div>
  )
}

/** The first lines of a fold, and what is still folded behind them. */
function openedFold(fold: Extract<DiffRow, { kind: 'fold' }>, open: number): DiffRow[] {
  const rows = fold.rows.slice(open)
  return [...fold.rows.slice(0, open), ...(rows.length > 0 ? [{ ...fold, count: rows.length, rows }] : [])]
}

/** Two spaces a level, where istioctl prints four: side by side there is half the room. */
function narrowLines(text: string, indent: 2 | 4): string[] {
  const lines = text === '' ? [] : text.split('\n')
  return indent === 2 ? lines : lines.map((line) => line.replace(/^ +/, (spaces) => ' '.repeat(spaces.length / 2)))
}

const isEqualLine = (row: DiffRow | undefined) => row === undefined || row.kind === 'fold' || row.equal

function Fold({ count, onOpen }: { count: number; onOpen: () => void }) {
  const t = useTranslations('proxies')
  return (
    <button
      type="button"
      onClick={onOpen}
      className="col-span-6 flex h-[22px] items-center gap-2 border-edge border-y bg-sunken pl-5 text-left font-sans text-ink-2 text-meta hover:bg-hover"
    >
      <ChevronDown size={12} aria-hidden /> {t('diff.equalLines', { count })}
    </button>
  )
}

function Line({ row, first }: { row: Extract<DiffRow, { kind: 'line' }>; first: boolean }) {
  return (
    <>
      <Side line={row.sent} other={row.active?.text} sign={row.equal ? '' : '+'} tone="bg-trace-bg" ink="text-trace" jump={first} />
      <Side line={row.active} other={row.sent?.text} sign={row.equal ? '' : '−'} tone="bg-dropped-bg" ink="text-dropped" border />
    </>
  )
}

function Side({
  line,
  other,
  sign,
  tone,
  ink,
  border = false,
  jump = false,
}: {
  line: { no: number; text: string } | null
  other: string | undefined
  sign: string
  tone: string
  ink: string
  border?: boolean
  jump?: boolean
}) {
  const edge = border ? 'border-edge border-l' : ''
  if (!line) return <span data-change={jump ? '' : undefined} className={`col-span-3 ${HATCH} ${edge}`} />
  const [head, changed, tail] = sign ? changedPart(line.text, other) : [line.text, '', '']
  const fill = sign ? tone : ''
  return (
    <>
      <span data-change={jump ? '' : undefined} className={`select-none pr-2 text-right text-ink-3 ${sign ? tone : 'bg-sunken'} ${edge}`}>
        {line.no}
      </span>
      <span className={`select-none font-bold ${ink} ${fill}`}>{sign}</span>
      <span className={`min-w-0 break-all whitespace-pre-wrap pr-2 ${fill}`}>
        {head}
        {changed && other !== undefined ? <b className="underline underline-offset-2">{changed}</b> : changed}
        {tail}
      </span>
    </>
  )
}
