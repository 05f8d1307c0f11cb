'use client'

import { Popover as Radix } from 'radix-ui'
import type { ReactNode } from 'react'

/** A panel that opens below its trigger and closes with Esc, an outside click, or `onOpenChange(false)`. */
export function Popover({
  open,
  onOpenChange,
  trigger,
  label,
  align = 'start',
  className = '',
  children,
}: {
  open: boolean
  onOpenChange: (open: boolean) => void
  trigger: ReactNode
  label: string
  align?: 'start' | 'end'
  className?: string
  children: ReactNode
}) {
  return (
    <Radix.Root open={open} onOpenChange={onOpenChange}>
      <Radix.Trigger asChild>{trigger}</Radix.Trigger>
      <Radix.Portal>
        <Radix.Content
          aria-label={label}
          align={align}
          sideOffset={6}
          collisionPadding={8}
          className={`animate-rise z-50 max-h-[min(560px,var(--radix-popover-content-available-height))] overflow-y-auto rounded-pod border border-edge-2 bg-card shadow-float outline-none ${className}`}
        >
          {children}
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  )
}
