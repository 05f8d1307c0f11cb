'use client'

import { createContext, useContext } from 'react'
import type { Delta } from '@/components/path/counter'
import type { ProxyState } from '@/components/path/proxy-state'

export type PathContext = {
  selected: string | null
  hovered: string | null
  /** The one card that Tab reaches. */
  tabStop: string | null
  deltas: ReadonlyMap<string, Delta>
  proxies: ReadonlyMap<string, ProxyState>
  detail: 'full' | 'lines' | 'none'
  select: (id: string) => void
  hover: (id: string | null) => void
  toggle: (fold: string) => void
  describe: (id: string) => string
  /** Where the rest of a step's passed-over rules is asked for, by its `skippedAt`; null: nowhere. */
  skippedUrl: ((skippedAt: number) => string) | null
}

/** Semantic zoom: under 80 % cards lose their second line, under 50 % frames keep name, line and badges. */
export const detailAt = (zoom: number): PathContext['detail'] => (zoom < 0.495 ? 'none' : zoom < 0.795 ? 'lines' : 'full')

export const pathContext = createContext<PathContext | null>(null)

export function usePath(): PathContext {
  const context = useContext(pathContext)
  if (!context) throw new Error('Cards stand only inside a PathView')
  return context
}
