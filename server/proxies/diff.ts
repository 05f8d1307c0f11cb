import type { DiffAnswer } from '@/lib/api/diff'
import type { DiffType } from '@/lib/istio/diff/dump'
import { proxyDiff } from '@/lib/istio/diff/proxy-diff'
import type { Recording } from '@/lib/recording/recording'
import { Failure } from '@/server/http/failure'

/** istiod's configuration of a proxy against Envoy's at a moment. 404 when one of the two was not recorded. */
export async function diffAt(recording: Recording, at: number, proxy: string, type: DiffType): Promise<DiffAnswer> {
  // istiod makes it anew for each asking, so it is asked only now.
  if (at === 0) await recording.grows?.askIstiod(proxy)
  const { diff, problem } = proxyDiff(recording.snapshotAt(at), proxy, type)
  if (!diff) throw new Failure('notFound', `${problem.entry}: ${problem.message}`, problem.code === 'no-proxy' ? 'proxy' : problem.entry)
  const { match, sent, active, resources, unified, loadedAt, istiod, evidence } = diff
  return { match, sent, active, resources, unified, loadedAt, istiod, evidence }
}
