'use client'

import { X } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { Dialog } from 'radix-ui'
import type { ReactNode } from 'react'
import { IconButton } from '@/components/ui/button'

/** A modal sheet in the middle of the page; focus stays inside and returns to what had it. */
export function Sheet({
  open,
  onOpenChange,
  title,
  description,
  className = 'w-[640px]',
  children,
}: {
  open: boolean
  onOpenChange: (open: boolean) => void
  title: string
  description?: string
  className?: string
  children: ReactNode
}) {
  const t = useTranslations('shell')
  return (
    <Dialog.Root open={open} onOpenChange={onOpenChange}>
      <Dialog.Portal>
        <Dialog.Overlay className="fixed inset-0 z-40 bg-[rgb(10_14_12/0.32)]" />
        <Dialog.Content
          aria-describedby={undefined}
          className={`animate-rise fixed top-[12vh] left-1/2 z-50 max-h-[76vh] max-w-[calc(100vw-28px)] -translate-x-1/2 overflow-y-auto rounded-frame border border-edge-2 bg-card p-4 shadow-float outline-none ${className}`}
        >
          <div className="mb-3 flex items-start gap-2">
            <div className="grow">
              <Dialog.Title className="text-brand font-semibold">{title}</Dialog.Title>
              {description ? <p className="mt-0.5 text-ink-3">{description}</p> : null}
            </div>
            <Dialog.Close asChild>
              <IconButton label={t('close')}>
                <X size={15} aria-hidden />
              </IconButton>
            </Dialog.Close>
          </div>
          {children}
        </Dialog.Content>
      </Dialog.Portal>
    </Dialog.Root>
  )
}
