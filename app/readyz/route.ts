import { clusters } from '@/server/source/cluster/clusters'

export const dynamic = 'force-dynamic'

/** Ready: the cluster's objects have been listed once, or there is no cluster to list. What fails later is shown, and no reason to send people away. */
export function GET(): Response {
  const ready = clusters()
    .list()
    .every((source) => source.listed)
  return new Response(ready ? 'ok' : 'the cluster is not listed yet', {
    status: ready ? 200 : 503,
    headers: { 'cache-control': 'no-store' },
  })
}
