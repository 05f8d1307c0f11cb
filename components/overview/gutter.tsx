import type { Tone } from '@/components/ui/verdict'

const rowHeight = 48
const middle = rowHeight / 2
const turn = 7

export const toneColour = (tone: Tone) => (tone === 'muted' ? 'var(--edge-ctl)' : `var(--${tone})`)

/** The line between two cards of a row: straight, or from the trunk that comes down from an earlier row; `below`: the trunk of a later row passes on. */
export function Gutter({
  width,
  own,
  from,
  below,
}: {
  width: number
  own: Tone | null
  from: 'left' | 'above' | 'none'
  below: Tone | null
}) {
  const trunk = Math.round(width / 2)
  return (
    <svg
      width={width}
      height={rowHeight}
      viewBox={`0 0 ${width} ${rowHeight}`}
      fill="none"
      strokeWidth="2"
      className="block overflow-visible"
      aria-hidden="true"
    >
      {below ? (
        <path
          d={
            from === 'left'
              ? `M0 ${middle}H${trunk - turn}Q${trunk} ${middle} ${trunk} ${middle + turn}V${rowHeight + 1}`
              : `M${trunk} -1V${rowHeight + 1}`
          }
          stroke={toneColour(below)}
        />
      ) : null}
      {own && from === 'left' ? <path d={`M0 ${middle}H${width}`} stroke={toneColour(own)} className="group-hover:stroke-[3]" /> : null}
      {own && from === 'above' ? (
        <path
          d={`M${trunk} -1V${middle - turn}Q${trunk} ${middle} ${trunk + turn} ${middle}H${width}`}
          stroke={toneColour(own)}
          className="group-hover:stroke-[3]"
        />
      ) : null}
    </svg>
  )
}
