import type { OverviewPlace, OverviewRow } from '@/lib/api/overview'
import type { Question } from '@/lib/api/question'

/** A row before its walks: what is asked at each entry node. `node` null: the way does not depend on a node. */
export interface PlannedRow {
  id: string
  group: string
  side: OverviewRow['side']
  entry: OverviewPlace
  host: OverviewPlace | null
  route: OverviewPlace | null
  destination: OverviewPlace | null
  ways: { node: string | null; question: Question }[]
}

/** Rows that one overview shows; each takes a walk an entry node, and nobody reads more lines than this. */
export const MAX_ROWS = 40

export const plainQuestion = (from: string, url: string, at: number, more: Partial<Question> = {}): Question => ({
  from,
  url,
  host: null,
  container: null,
  method: 'GET',
  headers: [],
  at,
  ...more,
})

/** `svc-nginx.default` of `svc-nginx.default.svc.cluster.local`; other hosts stay. */
export const shortHost = (host: string): string => host.split('.svc.')[0] ?? host
