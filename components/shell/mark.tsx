/** A request's line that hops: the mark of Hopscope. */
export function Mark() {
  return (
    <svg viewBox="0 0 24 20" width="22" height="18" fill="none" strokeLinecap="round" strokeLinejoin="round" aria-hidden="true">
      <path d="M3 16V13C3 9.5 9 9.5 9 13S15 16.5 15 13V8C15 4.5 21 4.5 21 8" stroke="var(--trace)" strokeWidth="2.6" />
      <circle cx="3" cy="16.5" r="2.5" fill="var(--ink)" />
      <circle cx="21" cy="6" r="2.5" fill="var(--ink)" />
    </svg>
  )
}
