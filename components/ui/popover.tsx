'use client'

import dynamic from 'next/dynamic'
import { type ButtonHTMLAttributes, cloneElement, type ReactElement, type ReactNode, type Ref, useId, useRef, useState } from 'react'

const load = () => import('@/components/ui/popover-panel')
const Panel = dynamic(() => load().then((module) => module.PopoverPanel), { ssr: false })

type Trigger = ReactElement<ButtonHTMLAttributes<HTMLButtonElement> & { ref?: Ref<HTMLButtonElement> }>

/**
 * A panel that opens below its trigger and closes with Esc, an outside click, or what its content is given to close it. What places it
 * and keeps its focus is loaded when the trigger is pointed at or focused: a page is drawn without it.
 */
export function Popover({
  trigger,
  label,
  align = 'start',
  className = '',
  children,
}: {
  /** A button that passes its ref and its attributes on. */
  trigger: Trigger
  label: string
  align?: 'start' | 'end'
  className?: string
  children: (close: () => void) => ReactNode
}) {
  const id = useId()
  const anchor = useRef<HTMLButtonElement>(null)
  const [open, setOpen] = useState(false)
  const [opened, setOpened] = useState(false)
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
        onClick: () => setOpen(!open),
      })}
      {opened ? (
        <Panel id={id} anchor={anchor} open={open} onOpenChange={setOpen} label={label} align={align} className={className}>
          {children(() => setOpen(false))}
        </Panel>
      ) : null}
    </>
  )
}
