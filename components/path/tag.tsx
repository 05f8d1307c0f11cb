/** What feeds a resource, or that a card is computed. */
export const Tag = ({ children }: { children: string }) => (
  <span className="shrink-0 rounded-tag border border-edge-2 px-1 font-mono text-[10.5px] leading-[13px] font-medium text-ink-2">
    {children}
  </span>
)
