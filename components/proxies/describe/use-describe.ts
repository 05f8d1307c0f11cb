'use client'

import { useQuery } from '@tanstack/react-query'
import { apiUrl, fetchJson } from '@/components/shell/fetch-json'
import { useMoment } from '@/components/shell/moment'
import { useRecording } from '@/components/shell/recordings'
import type { DescribeAnswer } from '@/lib/api/describe'

/** What is known of a pod (POD.NAMESPACE) in the mesh; while another moment is on its way, the last stays. */
export function useDescribe(pod: string) {
  const at = useMoment()
  const recording = useRecording()?.name
  return useQuery({
    queryKey: ['describe', recording, at, pod],
    queryFn: ({ signal }) => fetchJson<DescribeAnswer>(apiUrl('/api/describe', { recording, at, pod }), { signal }),
    enabled: recording !== undefined,
    placeholderData: (previous, before) => (before?.queryKey[1] === recording && before?.queryKey[3] === pod ? previous : undefined),
  })
}
