import { unzipSync } from 'fflate'
import { expect, it } from 'vitest'
import { exportRecording } from '@/server/record/export'
import { allRead, serverOf, watch } from '@/server/source/cluster/testing/watched'

const DUMP = /^pods\/(.+)\/envoy\/config_dump\.json$/

it('of a live cluster the dumps of gateways are here, the others when a question needs them, and all in an export', async () => {
  const server = serverOf('nginx-nodeport')
  const source = await watch(server)
  await allRead(source)
  const dumped = (paths: readonly string[]) => paths.flatMap((path) => DUMP.exec(path)?.[1] ?? []).sort()
  const here = () => dumped(source.recording.snapshotAt(0).paths())
  const all = dumped(server.recording.snapshotAt(0).paths())
  const gateways = here()
  expect(gateways.length).toBeGreaterThan(0)
  const [next, ...others] = all.filter((netns) => !gateways.includes(netns))
  expect(others.length).toBeGreaterThan(0)
  expect(await source.recording.grows?.readFirst([next ?? ''])).toBe(true)
  expect(here()).toEqual([...gateways, next].sort())
  expect(await source.recording.grows?.readFirst([next ?? ''])).toBe(false)
  await source.readAll(all.length - 1)
  expect(here()).toEqual([...gateways, next].sort())
  await source.readAll(all.length)
  expect(dumped(Object.keys(unzipSync(await exportRecording(source.recording, 0, 'all'))))).toEqual(all)
})
