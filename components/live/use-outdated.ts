'use client'

import { useQuery } from '@tanstack/react-query'
import { sourceQuery } from '@/components/live/source-query'
import { useNow } from '@/components/live/use-now'
import { usePageAddress } from '@/components/shell/page-state'
import { useRecording } from '@/components/shell/recordings'
import { useSay } from '@/components/ui/use-say'

/** How old what is shown of a folder of a live cluster is (`nodes/NAME`, `pods/NAMESPACE.POD`, or that with `/envoy`), and why it can't be read now; null: it is being read. */
export function useOutdated(folder: string | null): { seconds: number; why: string } | null {
  const { at } = usePageAddress().state
  const recording = useRecording()
  const say = useSay()
  // It only listens: of a recording there is nothing to ask.
  const { data, dataUpdatedAt } = useQuery({ ...sourceQuery(recording?.name ?? ''), enabled: false })
  const found = at === 0 ? data?.outdated.find((each) => each.folder === folder) : undefined
  const now = useNow(dataUpdatedAt, found !== undefined)
  if (!data || !found) return null
  return {
    seconds: Math.max(0, Math.round((data.now - found.readAt + (now - dataUpdatedAt)) / 1000)),
    why: (found.whyCode && say(found.whyCode)) ?? found.why,
  }
}
