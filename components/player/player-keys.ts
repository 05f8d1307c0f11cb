'use client'

import { useEffect, useRef } from 'react'
import type { Player } from '@/components/player/use-player'
import { isTyping } from '@/components/shell/shortcuts'

/** Space plays and pauses, `,` and `.` step an event. Space on a control is that control's, but a chosen speed has no use for it. */
export function usePlayerKeys(player: Player) {
  const latest = useRef(player)
  latest.current = player
  useEffect(() => {
    const press = (event: KeyboardEvent) => {
      if (event.metaKey || event.ctrlKey || event.altKey || event.defaultPrevented || isTyping(event.target)) return
      const control =
        event.target instanceof Element &&
        event.target.closest('button, a, input:not([type=radio]), select, summary, [role=button]') !== null
      if (event.key === ' ' && !control) latest.current.toggle()
      else if (event.key === ',') latest.current.step(-1)
      else if (event.key === '.') latest.current.step(1)
      else return
      event.preventDefault()
    }
    addEventListener('keydown', press)
    return () => removeEventListener('keydown', press)
  }, [])
}
