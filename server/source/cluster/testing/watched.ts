import { expect, onTestFinished, vi } from 'vitest'
import { ClusterSource } from '@/server/source/cluster/cluster-source'
import { settingsOf } from '@/server/source/cluster/settings'
import { RecordedApiServer } from '@/server/source/cluster/testing/recorded-api-server'

/** An API server over a recording of the project's own, until the test ends. */
export function serverOf(name: string): RecordedApiServer {
  const server = new RecordedApiServer(name)
  onTestFinished(() => server.close())
  return server
}

/** A live source of it that has listed everything and has a viewer, until the test ends. */
export async function watch(server: RecordedApiServer): Promise<ClusterSource> {
  const source = new ClusterSource(settingsOf(process.env, 'recorded', { kind: 'file', file: await server.listen(), context: null }))
  onTestFinished(() => source.close())
  source.start()
  await vi.waitFor(() => expect(source.listed).toBe(true), { timeout: 20_000 })
  onTestFinished(source.viewers.come(1000))
  return source
}

/** Every proxy has been asked once. */
export const allRead = (source: ClusterSource): Promise<void> =>
  vi.waitFor(
    () => {
      const { done, of } = source.status().proxies
      expect([of > 0, done]).toEqual([true, of])
    },
    { timeout: 30_000, interval: 50 },
  )
