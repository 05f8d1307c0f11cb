'use client'

import { useVirtualizer } from '@tanstack/react-virtual'
import { useMemo, useRef } from 'react'

const LINE = 18

/** Computed rules as they would be printed; only the lines in view are in the document. Dashed, as all that is computed. */
export function ComputedText({ label, text }: { label: string; text: string }) {
  const box = useRef<HTMLDivElement>(null)
  const lines = useMemo(() => text.split('\n'), [text])
  const virtual = useVirtualizer({ count: lines.length, getScrollElement: () => box.current, estimateSize: () => LINE, overscan: 20 })
  return (
    <section
      ref={box}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls has to be reachable by keyboard
      tabIndex={0}
      aria-label={label}
      className="m-3 min-h-0 grow overflow-auto rounded-card border border-edge-ctl border-dashed bg-card"
    >
      <div className="relative" style={{ height: virtual.getTotalSize() }}>
        {virtual.getVirtualItems().map(({ index, start }) => (
          <code key={index} className="absolute left-3 whitespace-pre font-mono text-rule" style={{ top: start, lineHeight: `${LINE}px` }}>
            {lines[index]}
          </code>
        ))}
      </div>
    </section>
  )
}
