'use client'

import { useQuery } from '@tanstack/react-query'
import { apiUrl, fetchJson } from '@/components/shell/fetch-json'
import { useLastGood } from '@/components/shell/last-good'
import { useMoment } from '@/components/shell/moment'
import type { AnalysisAnswer, AnalysisFinding } from '@/lib/api/analysis'

/** What Istio's analyzers find in a recording at the page's moment; null: there is nothing to ask about. */
export function useAnalysis(recording: string | null) {
  const at = useMoment()
  const query = useQuery({
    queryKey: ['analysis', recording, at],
    queryFn: ({ signal }) => fetchJson<AnalysisAnswer>(apiUrl('/api/analysis', { recording, at }), { signal }),
    enabled: recording !== null,
    placeholderData: (previous, last) => (last?.queryKey[1] === recording ? previous : undefined),
  })
  return { ...query, data: useLastGood(query.data, recording ?? '') }
}

/** What a finding is about as KIND NAMESPACE/NAME, as steps and `/api/object` name objects. */
export const objectOf = ({ kind, namespace, name }: Pick<AnalysisFinding, 'kind' | 'namespace' | 'name'>): string =>
  `${kind} ${namespace}/${name}`
