import { clusters } from '@/server/source/cluster/clusters'

export const dynamic = 'force-dynamic'

/** Ready: the cluster's objects have been listed once, or there is no cluster to list. What fails later is shown, and no reason to send people away. */
export async function GET(): Promise<Response> {
  const listed = await Promise.all(
    clusters()
      .list()
      .map((cluster) => cluster.listed().catch(() => false)),
  )
  const ready = !listed.includes(false)
  return new Response(ready ? 'ok' : 'the cluster is not listed yet', {
    status: ready ? 200 : 503,
    headers: { 'cache-control': 'no-store' },
  })
}
