import { ChevronDown, ChevronRight } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { memo } from 'react'
import type { ConfigLine } from '@/lib/api/proxy-config'

/** One line of JSON: its number, what folds it, its text. `data` null: it is on its way. */
export const JsonRow = memo(function JsonRow({
  line,
  data,
  top,
  isFolded,
  isHit,
  onToggle,
}: {
  line: number
  data: ConfigLine | null
  top: number
  isFolded: boolean
  isHit: boolean
  /** With the line that closes this one. */
  onToggle: (line: number, end: number) => void
}) {
  const t = useTranslations('config')
  const end = data?.end ?? null
  return (
    <div
      data-line={line + 1}
      className={`absolute flex h-[18px] min-w-full whitespace-pre hover:bg-hover ${isHit ? 'bg-trace-bg' : ''}`}
      style={{ top }}
    >
      <span aria-hidden className="w-[62px] shrink-0 select-none bg-sunken pr-2 text-right text-ink-3">
        {line + 1}
      </span>
      {end !== null ? (
        <button
          type="button"
          aria-expanded={!isFolded}
          aria-label={t(isFolded ? 'unfold' : 'fold', { line: line + 1 })}
          onClick={() => onToggle(line, end)}
          className="flex w-5 shrink-0 items-center justify-center text-ink-3 hover:text-ink"
        >
          {isFolded ? <ChevronRight size={12} aria-hidden /> : <ChevronDown size={12} aria-hidden />}
        </button>
      ) : (
        <span className="w-5 shrink-0" />
      )}
      {data ? <Tokens line={data.text} /> : <span className="skeleton my-1 w-40 opacity-60" />}
      {data?.cut ? <span className="text-ink-3">… {t('cut')}</span> : null}
      {isFolded ? <span className="pr-4 text-ink-3"> … {data?.text.endsWith('[') ? ']' : '}'}</span> : <span className="pr-4" />}
    </div>
  )
})

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
