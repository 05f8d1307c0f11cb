import type { ReactNode } from 'react'

/** One segment of the question bar: a small label over a value, a thin line to the next. */
export function SegmentField({ label, className = '', children }: { label: string; className?: string; children: ReactNode }) {
  return (
    <div
      className={`flex h-full max-lg:h-[38px] min-w-0 flex-col justify-center border-edge border-r px-2.5 focus-within:shadow-[inset_0_0_0_2px_var(--focus)] ${className}`}
    >
      <span aria-hidden className="truncate text-[10.5px] leading-[13px] font-medium text-ink-3">
        {label}
      </span>
      {children}
    </div>
  )
}
