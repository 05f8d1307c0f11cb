import type { Ruler as RulerData } from '@/lib/path/model'

/** More rules than this are a bar with a marker. */
const ticks = 16

/** Which rules of the chain matched: one tick a rule, the match taller, later ones pale; `3/14` beside it. */
export function Ruler({ ruler, inverted = false }: { ruler: RulerData; inverted?: boolean }) {
  const { hits, of } = ruler
  const colour = inverted ? 'var(--inv-hi)' : 'var(--trace)'
  const pale = inverted ? 'var(--inv-ink-2)' : 'var(--ink-3)'
  const first = Math.max(...hits)
  return (
    <span className={`inline-flex shrink-0 items-center gap-1 font-mono text-count ${inverted ? 'text-inv-ink-2' : 'text-ink-3'}`}>
      {of > ticks ? (
        <LongRuler at={hits[0] ?? 1} of={of} colour={colour} pale={pale} />
      ) : (
        <svg width={of * 3 + hits.length} height={8} aria-hidden className="block">
          {Array.from({ length: of }, (_, i) => {
            const hit = hits.includes(i + 1)
            const x = i * 3 + hits.filter((h) => h < i + 1).length
            return (
              <rect
                // biome-ignore lint/suspicious/noArrayIndexKey: the rule's position is its identity
                key={i}
                x={x}
                y={hit ? 0 : 3}
                width={hit ? 3 : 2}
                height={hit ? 8 : 5}
                fill={hit ? colour : pale}
                opacity={hit ? 1 : i + 1 < first ? 0.55 : 0.3}
              />
            )
          })}
        </svg>
      )}
      {hits.length === 0 ? 0 : hits.length > 3 ? `${hits[0]}…${hits.at(-1)}` : hits.join('+')}/{of}
    </span>
  )
}

function LongRuler({ at, of, colour, pale }: { at: number; of: number; colour: string; pale: string }) {
  return (
    <svg width={34} height={8} aria-hidden className="block">
      <rect x={0} y={2} width={34} height={4} rx={2} fill={pale} opacity={0.3} />
      <rect x={Math.round(((at - 1) / Math.max(1, of - 1)) * 31)} y={0} width={3} height={8} fill={colour} />
    </svg>
  )
}
