'use client'

import dynamic from 'next/dynamic'
import { type ButtonHTMLAttributes, cloneElement, type ReactElement, type ReactNode, type Ref, useId, useRef, useState } from 'react'

const load = () => import('./popover-panel')
const Panel = dynamic(() => load().then((module) => module.PopoverPanel), { ssr: false })

type Trigger = ReactElement<ButtonHTMLAttributes<HTMLButtonElement> & { ref?: Ref<HTMLButtonElement> }>

/**
 * A panel that opens below its trigger and closes with Esc, an outside click, or `onOpenChange(false)`. What places it and
 * keeps its focus is loaded when the trigger is pointed at or focused: a page is drawn without it.
 */
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
  /** A button that passes its ref and its attributes on. */
  trigger: Trigger
  label: string
  align?: 'start' | 'end'
  className?: string
  children: ReactNode
}) {
  const id = useId()
  const anchor = useRef<HTMLButtonElement>(null)
  const [opened, setOpened] = useState(open)
  if (open && !opened) setOpened(true)
  return (
    <>
      {cloneElement(trigger, {
        ref: anchor,
        'aria-haspopup': 'dialog',
        'aria-expanded': open,
        'aria-controls': open ? id : undefined,
        onPointerEnter: load,
        onFocus: load,
        onClick: () => onOpenChange(!open),
      })}
      {opened ? (
        <Panel id={id} anchor={anchor} open={open} onOpenChange={onOpenChange} label={label} align={align} className={className}>
          {children}
        </Panel>
      ) : null}
    </>
  )
}
