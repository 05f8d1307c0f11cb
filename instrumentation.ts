/** Next.js calls this once when the server starts. */
export async function register(): Promise<void> {
  if (process.env.NEXT_RUNTIME !== 'nodejs') return
  const { clusters } = await import('@/server/source/cluster/clusters')
  clusters()
}
