import type { ReactNode } from 'react'

/** A part of the panel under its own small heading. */
export function PanelSection({ title, aside, children }: { title: string; aside?: ReactNode; children: ReactNode }) {
  return (
    <section className="border-b border-edge px-3.5 py-2.5">
      <h3 className="mb-1.5 flex items-center justify-between gap-2 text-body font-semibold">
        <span className="truncate" title={title}>
          {title}
        </span>
        <span
          className="max-w-[65%] shrink-0 truncate text-meta font-normal text-ink-3"
          title={typeof aside === 'string' ? aside : undefined}
        >
          {aside}
        </span>
      </h3>
      {children}
    </section>
  )
}
