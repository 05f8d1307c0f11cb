import type { SourceStatus } from '@/lib/api/source'

export type Outdated = SourceStatus['outdated'][number]

/** Of what a collector knows by folder, that which it had read and whose last attempt failed. */
export function outdatedOf(known: Iterable<readonly [string, { readAt: number | null; why: string | null }]>): Outdated[] {
  return [...known].flatMap(([folder, { readAt, why }]) => (readAt === null || why === null ? [] : [{ folder, readAt, why }]))
}
