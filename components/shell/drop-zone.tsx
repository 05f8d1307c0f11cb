'use client'

import { FileArchive } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { useEffect, useRef, useState } from 'react'
import { useOpenRecording } from '@/components/shell/open-recording'

const hasFiles = (event: DragEvent) => event.dataTransfer?.types.includes('Files') ?? false

/** A zip dropped anywhere on the page opens as a recording; the page says so while it hovers. */
export function DropZone() {
  const t = useTranslations('shell')
  const [over, setOver] = useState(false)
  const depth = useRef(0)
  const openRecording = useOpenRecording()

  useEffect(() => {
    const enter = (event: DragEvent) => {
      if (!hasFiles(event)) return
      depth.current += 1
      setOver(true)
    }
    const leave = (event: DragEvent) => {
      if (!hasFiles(event)) return
      depth.current = Math.max(0, depth.current - 1)
      setOver(depth.current > 0)
    }
    const hover = (event: DragEvent) => hasFiles(event) && event.preventDefault()
    const drop = (event: DragEvent) => {
      if (!hasFiles(event)) return
      event.preventDefault()
      depth.current = 0
      setOver(false)
      const file = event.dataTransfer?.files[0]
      if (file) void openRecording(file)
    }
    const listeners = { dragenter: enter, dragleave: leave, dragover: hover, drop } as const
    for (const [name, listener] of Object.entries(listeners)) addEventListener(name, listener as EventListener)
    return () => {
      for (const [name, listener] of Object.entries(listeners)) removeEventListener(name, listener as EventListener)
    }
  }, [openRecording])

  if (!over) return null
  return (
    <div className="pointer-events-none fixed inset-3 z-50 flex items-center justify-center rounded-frame border-2 border-trace border-dashed bg-[color-mix(in_srgb,var(--canvas)_88%,transparent)]">
      <p className="flex items-center gap-2 text-brand font-semibold">
        <FileArchive size={18} aria-hidden />
        {t('dropHere')}
      </p>
    </div>
  )
}
