'use client'

import { usePathname, useRouter } from 'next/navigation'
import { useEffect, useRef } from 'react'
import { usePageAddress } from '@/components/shell/page-state'
import { chooseTheme, nextTheme, useTheme } from '@/components/shell/use-theme'
import { keptAcrossViews, views } from '@/components/shell/views'

/** Keys belong to the text while someone types, and to an open dialog or menu while there is one. */
export function isTyping(target: EventTarget | null): boolean {
  if (!(target instanceof Element)) return false
  return (
    target.closest(
      'input:not([type=radio]):not([type=checkbox]):not([type=range]), textarea, select, [contenteditable], [role=dialog], [role=listbox]',
    ) !== null
  )
}

/** The keys that hold in every view (tokens §12): ⌘K, ?, t, /, and a number for each view. */
export function useShortcuts(actions: { onSearch: () => void; onHelp: () => void }) {
  const router = useRouter()
  const pathname = usePathname()
  const address = usePageAddress()
  const theme = useTheme()
  const latest = useRef({ actions, router, address, theme, pathname })
  latest.current = { actions, router, address, theme, pathname }

  useEffect(() => {
    const press = (event: KeyboardEvent) => {
      const { actions, router, address, theme } = latest.current
      const command = event.metaKey || event.ctrlKey
      if (command && event.key.toLowerCase() === 'k') {
        event.preventDefault()
        actions.onSearch()
        return
      }
      if (command || event.altKey || event.defaultPrevented || isTyping(event.target)) return
      const view = views[Number(event.key) - 1]
      if (event.key === '?') actions.onHelp()
      else if (event.key === 't') chooseTheme(nextTheme(theme))
      else if (event.key === '/') focusSearch(actions.onSearch)
      else if (view) router.push(address.href(view.path, keptAcrossViews(address.state)))
      else return
      event.preventDefault()
    }
    addEventListener('keydown', press)
    return () => removeEventListener('keydown', press)
  }, [])
}

/** `/` goes to the view's own search field (marked data-view-search) where it has one, else to the palette. */
function focusSearch(otherwise: () => void) {
  const field = document.querySelector<HTMLInputElement>('input[data-view-search]')
  if (field) field.focus()
  else otherwise()
}
