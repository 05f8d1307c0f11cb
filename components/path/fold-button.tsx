'use client'

import { ChevronDown } from 'lucide-react'

/** Opens what a card folds away, in place. */
export function FoldButton({ fold, label, toggle }: { fold: string; label: string; toggle: (fold: string) => void }) {
  return (
    <button
      type="button"
      tabIndex={-1}
      aria-label={label}
      title={label}
      className="-mr-1 inline-flex size-4 max-lg:-my-2.5 max-lg:-mr-2 max-lg:size-9 shrink-0 items-center justify-center rounded-small text-ink-3 hover:bg-hover hover:text-ink"
      onClick={(event) => {
        event.stopPropagation()
        toggle(fold)
      }}
    >
      <ChevronDown size={12} aria-hidden />
    </button>
  )
}
