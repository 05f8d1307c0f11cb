'use client'

import dynamic from 'next/dynamic'
import { useTranslations } from 'next-intl'
import type { ReactNode } from 'react'
import { ApiError } from '@/components/shell/fetch-json'
import { noQuestion, usePageAddress } from '@/components/shell/page-state'
import { useRecording, useRecordings } from '@/components/shell/recordings'
import { Button } from '@/components/ui/button'
import { EmptyState, ErrorState, SkeletonRows } from '@/components/ui/states'

const Login = dynamic(() => import('@/components/shell/login').then((module) => module.Login), { ssr: false })

/** What a view shows until there is a recording to look at: loading, failed, none at all, or not the one that the address names. */
export function SourceGate({ children }: { children: ReactNode }) {
  const t = useTranslations('answer')
  const { data, error, isPending, refetch } = useRecordings()
  const recording = useRecording()
  const { state, update } = usePageAddress()
  if (error instanceof ApiError && error.status === 401) return <Login />
  if (recording) return children
  if (error) return <ErrorState what={t('recordingsFailed')} error={error} onRetry={() => void refetch()} />
  if (isPending) return <SkeletonRows rows={10} height={48} />
  const first = data?.[0]
  if (!first) return <EmptyState title={t('noRecordings')}>{t('noRecordingsWhy')}</EmptyState>
  return (
    <EmptyState
      title={t('noSuchRecording', { name: state.recording ?? '' })}
      action={
        <Button onClick={() => update({ ...noQuestion, recording: first.name }, 'push')}>{t('openFirst', { name: first.name })}</Button>
      }
    >
      {t('noSuchRecordingWhy')}
    </EmptyState>
  )
}
