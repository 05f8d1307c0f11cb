'use client'

import { useEffect, useSyncExternalStore } from 'react'
import { themeKey } from '@/components/shell/theme-script'

export const themes = ['light', 'dark', 'system'] as const
export type Theme = (typeof themes)[number]

const listeners = new Set<() => void>()
const subscribe = (listener: () => void) => {
  listeners.add(listener)
  return () => listeners.delete(listener)
}
const current = (): Theme => themes.find((theme) => theme === document.documentElement.dataset.themeChoice) ?? 'system'
const systemDark = () => matchMedia('(prefers-color-scheme: dark)')

function apply(theme: Theme) {
  const root = document.documentElement
  root.dataset.themeChoice = theme
  root.dataset.theme = theme === 'dark' || (theme === 'system' && systemDark().matches) ? 'dark' : 'light'
  for (const listener of listeners) listener()
}

/** Sets the theme and remembers it in this browser. */
export function chooseTheme(theme: Theme) {
  try {
    localStorage.setItem(themeKey, theme)
  } catch {
    // Storage may be forbidden; the choice then holds until the page is left.
  }
  apply(theme)
}

/** The next theme of light → dark → system. */
export const nextTheme = (theme: Theme): Theme => themes[(themes.indexOf(theme) + 1) % themes.length] ?? 'system'

/** The chosen theme; follows the system while that is the choice. */
export function useTheme(): Theme {
  const theme = useSyncExternalStore(subscribe, current, () => 'system' as const)
  useEffect(() => {
    const query = systemDark()
    const follow = () => current() === 'system' && apply('system')
    // It may have changed between the page's first script and now.
    follow()
    query.addEventListener('change', follow)
    return () => query.removeEventListener('change', follow)
  }, [])
  return theme
}
