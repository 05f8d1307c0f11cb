import type { WalkPath } from '@/lib/walk/agreement/paths'
import { type Said, said } from '@/lib/walk/agreement/words'

/** What one access-log line says of the upstream; null where it has "-". */
export interface UpstreamLine {
  proxy: string | null
  cluster: string | null
  host: string | null
  route: string | null
}

interface Visit {
  proxy: string
  cluster: string
  endpoint: string | null
  route: string | null
}

/** The clusters that a way goes through, each with the endpoint it ends at; after retries that is the last one. */
function visitsOf(path: WalkPath): Visit[] {
  const visits = new Map<string, Visit>()
  let route: string | null = null
  for (const step of path.steps) {
    if (step.kind === 'route') route = step.route ?? null
    if (!step.proxy || !step.cluster || (step.kind !== 'cluster' && step.kind !== 'endpoint')) continue
    const key = `${step.proxy} ${step.cluster}`
    const known = visits.get(key)
    visits.set(key, {
      proxy: step.proxy,
      cluster: step.cluster,
      endpoint: step.endpoint ?? known?.endpoint ?? null,
      route: known?.route ?? route,
    })
    if (step.kind === 'endpoint') route = null
  }
  return [...visits.values()]
}

/** The visits of a way that no access-log line tells of, in words. Lines of proxies that the way does not visit are not looked at. */
export function compareUpstreams(path: WalkPath, lines: readonly UpstreamLine[]): (Said & { proxy: string })[] {
  return visitsOf(path).flatMap((visit) => {
    const own = lines.filter((line) => line.proxy === null || line.proxy === visit.proxy)
    if (own.length === 0) return []
    const told = own.some(
      (line) =>
        (line.cluster === null || line.cluster === visit.cluster) &&
        (line.host === null || visit.endpoint === null || line.host === visit.endpoint) &&
        (line.route === null || visit.route === null || line.route === visit.route),
    )
    if (told) return []
    const seen = own.map((line) => `${line.cluster ?? '-'} ${line.host ?? '-'} ${line.route ?? '-'}`).join('; ')
    return [{ proxy: visit.proxy, ...said('upstream', { visit: `${visit.cluster} ${visit.endpoint ?? '-'} ${visit.route ?? '-'}`, seen }) }]
  })
}
