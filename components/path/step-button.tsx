'use client'

import { usePath } from '@/components/path/view-context'

/**
 * What a step is for the keyboard and for assistive technology: a button without text over its card. The card's own text and the
 * fold's button stand beside it, so that nothing interactive lies in it and its name is the whole sentence. The card takes the clicks.
 */
export function StepButton({ id, className = '' }: { id: string; className?: string }) {
  const path = usePath()
  return (
    <button
      type="button"
      data-step={id}
      tabIndex={path.tabStop === id ? 0 : -1}
      aria-label={path.describe(id)}
      aria-pressed={path.selected === id}
      onKeyDown={(event) => {
        if (event.key !== ' ') return
        event.preventDefault()
        path.select(id)
      }}
      className={`absolute inset-0 cursor-pointer rounded-[inherit] outline-none focus-visible:ring-2 focus-visible:ring-focus focus-visible:ring-inset ${className}`}
    />
  )
}
