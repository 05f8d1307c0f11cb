import { queryOptions } from '@tanstack/react-query'
import { apiUrl, fetchJson } from '@/components/shell/fetch-json'
import type { SourceStatus } from '@/lib/api/source'

/**
 * How a live cluster is read, kept fresh by the header's stream. All who look at it name the same function: a query that is asked again
 * takes that of whoever came last, also of one who only listens.
 */
export const sourceQuery = (recording: string) =>
  queryOptions({
    queryKey: ['source', recording],
    queryFn: ({ signal }) => fetchJson<SourceStatus>(apiUrl('/api/source', { recording }), { signal }),
  })
