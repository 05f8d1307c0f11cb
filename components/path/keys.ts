'use client'

import { useEffect, useRef } from 'react'
import { isTyping } from '@/components/shell/shortcuts'

export type PathKeys = {
  move: (by: 1 | -1 | 'first' | 'last') => void
  details: () => void
  escape: () => void
  branch: (index: number) => void
  zoom: (kind: 'fit' | 'reset' | 'in' | 'out') => void
  legend: () => void
  minimap: () => void
  way: (way: 'request' | 'answer') => void
}

const moves: Record<string, 1 | -1 | 'first' | 'last'> = {
  ArrowRight: 1,
  ArrowDown: 1,
  ArrowLeft: -1,
  ArrowUp: -1,
  Home: 'first',
  End: 'last',
}

/** Arrows move only where the graph has the focus or nothing has; letters hold in the whole view (design §12). */
export function usePathKeys(keys: PathKeys) {
  const latest = useRef(keys)
  latest.current = keys
  useEffect(() => {
    const press = (event: KeyboardEvent) => {
      if (event.metaKey || event.ctrlKey || event.altKey || event.defaultPrevented || isTyping(event.target)) return
      const k = latest.current
      const target = event.target instanceof Element ? event.target : null
      const here = target === null || target === document.body || target.closest('[data-path-canvas], [data-path-panel]') !== null
      const onStep = target?.closest('[data-step]') !== null
      const move = moves[event.key]
      if (move !== undefined) {
        if (!here || (target?.closest('[data-path-panel]') && (event.key === 'Home' || event.key === 'End'))) return
        k.move(move)
      } else if (event.key === 'Enter') {
        if (!onStep) return
        k.details()
      } else if (event.key === 'Escape') k.escape()
      else if (event.key === 'a' || event.key === 'b' || event.key === 'c') k.branch(event.key.charCodeAt(0) - 97)
      else if (event.key === 'f') k.zoom('fit')
      else if (event.key === '0') k.zoom('reset')
      else if (event.key === '+' || event.key === '=') k.zoom('in')
      else if (event.key === '-' || event.key === '−') k.zoom('out')
      else if (event.key === 'l') k.legend()
      else if (event.key === 'm') k.minimap()
      else if (event.key === 'r') k.way('request')
      else if (event.key === 'w') k.way('answer')
      else return
      event.preventDefault()
    }
    addEventListener('keydown', press)
    return () => removeEventListener('keydown', press)
  }, [])
}
