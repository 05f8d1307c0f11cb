/** What feeds a resource, or that a card is computed. */
export const Tag = ({ children, inverted = false }: { children: string; inverted?: boolean }) => (
  <span
    className={`shrink-0 rounded-tag border px-1 font-mono text-[10.5px] leading-[13px] font-medium ${inverted ? 'border-inv-ink-2 text-inv-ink' : 'border-edge-2 text-ink-2'}`}
  >
    {children}
  </span>
)
