import type { ReactNode } from 'react'

/** A key, as the help sheet and the controls show it. */
export function Kbd({ children }: { children: ReactNode }) {
  return (
    <kbd className="inline-flex h-[18px] min-w-[18px] items-center justify-center rounded-small border border-edge-2 bg-bar px-1 font-mono text-[10.5px] leading-none text-ink-3">
      {children}
    </kbd>
  )
}
