'use client'

import { ChevronDown, List } from 'lucide-react'
import dynamic from 'next/dynamic'
import { useTranslations } from 'next-intl'
import { useRecording } from '@/components/shell/recordings'
import { Button } from '@/components/ui/button'
import { Popover } from '@/components/ui/popover'

const RecordedRequests = dynamic(() => import('@/components/requests/recorded-requests').then((module) => module.RecordedRequests), {
  ssr: false,
})

/** “Recorded n”: the requests that were really sent, each with its strip; choosing one shows its walk. */
export function RecordedList() {
  const t = useTranslations('question')
  const count = useRecording()?.requests.length ?? 0
  if (count === 0) return null
  return (
    <Popover
      label={t('recorded')}
      align="end"
      className="w-[470px] max-w-[calc(100vw-16px)]"
      trigger={
        <Button className="h-[38px] rounded-group px-3">
          <List size={14} aria-hidden />
          <span className="max-dock:sr-only">{t('recorded')}</span>
          <strong>{count}</strong>
          <ChevronDown size={13} aria-hidden />
        </Button>
      }
    >
      {(close) => <RecordedRequests onChosen={close} />}
    </Popover>
  )
}
