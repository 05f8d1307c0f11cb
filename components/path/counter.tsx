import type { Counter as CounterData } from '@/lib/path/model'

/** The change of a rule's counter since the last reading; `reset`: it began anew. */
export type Delta = { packets: number; reset?: boolean }

/** 1,000 → 1.2k, so that a counter never grows a card. */
export function short(n: number): string {
  if (n < 10_000) return String(n)
  if (n < 1_000_000) return `${(n / 1000).toFixed(n < 100_000 ? 1 : 0)}k`
  return `${(n / 1_000_000).toFixed(1)}M`
}

/** A rule's packet counter with its signed change, which flashes when it moves. */
export function Counter({
  counter,
  delta,
  inverted = false,
  label,
}: {
  counter: CounterData
  delta: Delta | undefined
  inverted?: boolean
  label: string
}) {
  const value = delta && !delta.reset ? counter.packets + delta.packets : counter.packets
  return (
    <span
      className={`inline-flex shrink-0 items-center gap-1 font-mono text-count ${inverted ? 'text-inv-ink-2' : 'text-ink-3'}`}
      title={label}
    >
      {delta?.reset ? '↩ ' : ''}
      {short(value)}
      {delta && !delta.reset && delta.packets !== 0 ? (
        <b key={delta.packets} className={`animate-flash rounded-tag font-semibold ${inverted ? 'text-inv-hi' : 'text-trace'}`}>
          {delta.packets > 0 ? '+' : '−'}
          {Math.abs(delta.packets)}
        </b>
      ) : null}
    </span>
  )
}
