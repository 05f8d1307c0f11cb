'use client'

import { useQueryClient } from '@tanstack/react-query'
import { useRouter } from 'next/navigation'
import { useTranslations } from 'next-intl'
import { useCallback } from 'react'
import { fetchJson } from '@/components/shell/fetch-json'
import { notify } from '@/components/shell/notices'
import { usePageAddress } from '@/components/shell/page-state'
import { useErrorWords } from '@/components/ui/use-error-words'

/** Sends a zip to the server, which keeps it for this browser's session, and opens it. What is wrong with it is shown. */
export function useOpenRecording(): (file: File) => Promise<void> {
  const t = useTranslations('shell')
  const words = useErrorWords()
  const client = useQueryClient()
  const router = useRouter()
  const { href } = usePageAddress()
  return useCallback(
    async (file: File) => {
      try {
        const { name } = await fetchJson<{ name: string }>('/api/recordings', {
          method: 'POST',
          body: file,
          headers: { 'content-type': 'application/zip', 'x-file-name': encodeURIComponent(file.name) },
        })
        await client.invalidateQueries({ queryKey: ['recordings'] })
        router.push(href('/', { recording: name }))
        notify(t('opened', { name }))
      } catch (error) {
        notify(t('openFailed', { file: file.name, why: words(error) }), 'failed')
      }
    },
    [client, href, router, t, words],
  )
}
