'use client'

import { type KeyboardEvent, useId, useMemo, useRef, useState } from 'react'
import { type Choice, filterChoices } from '@/components/ui/filter-choices'

/** Characters of a value and its note that the narrowest field shows side by side. */
const noteFits = 21

/**
 * A text field with suggestions (WAI-ARIA combobox, list autocomplete): free text is allowed, ↑ ↓ choose, Enter takes,
 * Esc closes. `onCommit` is called with what was taken or, on blur and Enter, with what was typed.
 */
export function Combobox({
  label,
  value,
  choices,
  placeholder,
  onChange,
  onCommit,
  className = '',
  mono = false,
  dataField,
  note,
}: {
  label: string
  value: string
  choices: readonly Choice[]
  placeholder?: string
  onChange: (value: string) => void
  onCommit?: (value: string) => void
  className?: string
  mono?: boolean
  dataField?: string
  /** What stands beside the value where there is room for it. */
  note?: string | undefined
}) {
  const id = useId()
  const list = useRef<HTMLDivElement>(null)
  const [open, setOpen] = useState(false)
  const [active, setActive] = useState(-1)
  const [typed, setTyped] = useState(false)
  const shown = useMemo(() => filterChoices(choices, typed ? value : ''), [choices, typed, value])

  const show = () => {
    setTyped(false)
    setActive(-1)
    setOpen(true)
  }
  const take = (choice: string) => {
    onChange(choice)
    onCommit?.(choice)
    setOpen(false)
  }
  const move = (step: number) => {
    if (!open) return show()
    const next = active < 0 ? (step > 0 ? 0 : shown.length - 1) : (active + step + shown.length) % Math.max(1, shown.length)
    setActive(next)
    list.current?.querySelector(`[data-index="${next}"]`)?.scrollIntoView({ block: 'nearest' })
  }
  const press = (event: KeyboardEvent) => {
    const chosen = shown[active]
    if (event.key === 'ArrowDown') move(1)
    else if (event.key === 'ArrowUp') move(-1)
    else if (event.key === 'Escape' && open) setOpen(false)
    else if (event.key === 'Enter' && open && chosen) take(chosen.value)
    else if (event.key === 'Enter') {
      setOpen(false)
      onCommit?.(value)
      return
    } else return
    event.preventDefault()
  }

  return (
    <span className={`relative flex min-w-0 ${className}`}>
      <input
        id={`${id}-field`}
        role="combobox"
        aria-label={label}
        aria-expanded={open && shown.length > 0}
        aria-controls={`${id}-list`}
        aria-autocomplete="list"
        aria-activedescendant={open && active >= 0 ? `${id}-${active}` : undefined}
        autoComplete="off"
        spellCheck={false}
        data-field={dataField}
        value={value}
        title={value}
        placeholder={placeholder}
        onChange={(event) => {
          onChange(event.target.value)
          setTyped(true)
          setActive(-1)
          setOpen(true)
        }}
        onFocus={(event) => event.target.select()}
        onClick={show}
        onBlur={() => setOpen(false)}
        onKeyDown={press}
        className={`w-full min-w-0 truncate bg-transparent outline-none ${mono ? 'font-mono tracking-[-0.02em]' : 'font-medium'}`}
      />
      {note && value.length + note.length <= noteFits ? (
        <span aria-hidden className="pointer-events-none shrink-0 pl-2 font-mono text-rule leading-4 text-ink-3 max-dock:hidden">
          {note}
        </span>
      ) : null}
      {open && shown.length > 0 ? (
        <div
          ref={list}
          id={`${id}-list`}
          role="listbox"
          aria-label={label}
          className="absolute top-[calc(100%+12px)] left-[-10px] z-40 max-h-[360px] min-w-[280px] overflow-y-auto rounded-pod border border-edge-2 bg-card p-1 shadow-float"
        >
          {shown.map((choice, index) => (
            <div key={`${choice.group ?? ''}/${choice.value}`} role="presentation">
              {choice.group && choice.group !== shown[index - 1]?.group ? (
                <div role="presentation" className="px-2 pt-1.5 pb-0.5 text-[10.5px] text-ink-3">
                  {choice.group}
                </div>
              ) : null}
              {/* biome-ignore lint/a11y/useKeyWithClickEvents: the field has the keys (aria-activedescendant) */}
              <div
                id={`${id}-${index}`}
                role="option"
                tabIndex={-1}
                aria-selected={index === active}
                data-index={index}
                onMouseDown={(event) => event.preventDefault()}
                onClick={() => take(choice.value)}
                className="flex items-baseline gap-2 whitespace-nowrap rounded-small px-2 py-1 hover:bg-hover aria-selected:bg-hover"
              >
                <span className={mono ? 'font-mono' : 'font-medium'}>{choice.value}</span>
                {choice.note ? <span className="ml-auto pl-4 text-meta text-ink-3">{choice.note}</span> : null}
              </div>
            </div>
          ))}
        </div>
      ) : null}
    </span>
  )
}
