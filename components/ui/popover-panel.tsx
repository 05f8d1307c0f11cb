'use client'

import { Popover as Radix } from 'radix-ui'
import { type ReactNode, type RefObject, useEffect, useRef } from 'react'

/** What a Popover opens; `anchor` is its trigger, which stands outside of it. */
export function PopoverPanel({
  id,
  anchor,
  open,
  onOpenChange,
  label,
  align,
  className,
  children,
}: {
  id: string
  anchor: RefObject<HTMLButtonElement | null>
  open: boolean
  onOpenChange: (open: boolean) => void
  label: string
  align: 'start' | 'end'
  className: string
  children: ReactNode
}) {
  const leftByPointer = useRef(false)
  useEffect(() => {
    if (!open) return
    // Radix waits for a click that reaches the document; the picture, which pans, lets none through.
    const press = (event: PointerEvent) => {
      if (!(event.target instanceof Element) || !event.target.closest('[data-path-canvas]')) return
      leftByPointer.current = true
      onOpenChange(false)
    }
    addEventListener('pointerdown', press, true)
    return () => removeEventListener('pointerdown', press, true)
  }, [open, onOpenChange])
  return (
    <Radix.Root open={open} onOpenChange={onOpenChange}>
      <Radix.Anchor virtualRef={anchor as RefObject<HTMLButtonElement>} />
      <Radix.Portal>
        <Radix.Content
          id={id}
          aria-label={label}
          align={align}
          sideOffset={6}
          collisionPadding={8}
          onOpenAutoFocus={() => {
            leftByPointer.current = false
          }}
          onInteractOutside={(event) => {
            // The trigger closes by its own click; closing here too would open it again.
            if (event.target instanceof Node && anchor.current?.contains(event.target)) event.preventDefault()
            else leftByPointer.current = true
          }}
          onCloseAutoFocus={(event) => {
            event.preventDefault()
            if (!leftByPointer.current) anchor.current?.focus()
          }}
          className={`animate-rise z-50 max-h-[min(560px,var(--radix-popover-content-available-height))] overflow-y-auto rounded-pod border border-edge-2 bg-card shadow-float outline-none ${className}`}
        >
          {children}
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  )
}
