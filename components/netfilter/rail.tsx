/** `start`: the packet comes in here, `end`: it leaves, `stop`: it is refused here, `in`: the last thing before its socket, `none`: it does not come so far. */
export type RailPart = 'start' | 'through' | 'end' | 'stop' | 'in' | 'none'

/** A row's part of the line at the left edge, with the step's number and an arm to the row. No question: only the room for it. */
export function Rail({ part, id, dot, chosen }: { part: RailPart | null; id: string | null; dot: boolean; chosen: boolean }) {
  if (part === null) return <div className="w-3.5 shrink-0" />
  return (
    <div aria-hidden className="relative w-[74px] shrink-0">
      <svg width="74" height="100%" className="absolute inset-0 text-trace" role="presentation">
        <title>{id ?? ''}</title>
        {part === 'start' ? <path d="M22 13 H37 Q46 13 46 22 V200" className="fill-none stroke-current" strokeWidth="3" /> : null}
        {part === 'through' ? <path d="M46 0 V200" className="fill-none stroke-current" strokeWidth="3" /> : null}
        {part === 'end' ? <path d="M46 0 V4 Q46 13 37 13 H28" className="fill-none stroke-current" strokeWidth="3" /> : null}
        {part === 'in' ? <path d="M46 0 V22" className="fill-none stroke-current" strokeWidth="3" strokeLinecap="round" /> : null}
        {part === 'stop' ? <path d="M46 0 V22" className="fill-none stroke-dropped" strokeWidth="3" /> : null}
        {part === 'stop' ? <path d="M37 23 H55" className="fill-none stroke-dropped" strokeWidth="4" /> : null}
        {part === 'start' ? <path d="M30 8 L38 13 L30 18 Z" className="fill-current" /> : null}
        {part === 'end' ? <path d="M30 8 L22 13 L30 18 Z" className="fill-current" /> : null}
        {id !== null || dot ? <path d="M46 13 H74" className="fill-none stroke-current" strokeWidth="1.5" /> : null}
        {dot ? <circle cx="46" cy="13" r="3.5" className="fill-canvas stroke-current" strokeWidth="2" /> : null}
      </svg>
      {id === null ? null : (
        <span
          className={`absolute top-1 left-[37px] flex size-[18px] items-center justify-center rounded-full bg-trace font-mono text-[9.5px] font-bold text-on-trace ${chosen ? 'ring-2 ring-focus ring-offset-2 ring-offset-canvas' : ''}`}
        >
          {id}
        </span>
      )}
    </div>
  )
}
