import { expect, it } from 'vitest'
import { listProxies } from '@/lib/istio/proxies/list'
import { refusalReason } from '@/lib/istio/proxies/refusal'
import { recordingNamed, recordingNames } from '@/lib/istio/testing/recordings'

const refusals = recordingNames().flatMap((name) =>
  listProxies(recordingNamed(name).snapshotAt(0)).proxies.flatMap(({ sync }) =>
    Object.values(sync ?? {}).flatMap(({ error }) => (error ? [error] : [])),
  ),
)

it('is the end of what Envoy said, in one line also where the refused message stands before it', () => {
  const long = refusals.filter((error) => error.trim().includes('\n'))
  expect(long.length).toBeGreaterThan(0)
  for (const error of long) {
    const reason = refusalReason(error)
    expect(reason).not.toContain('\n')
    expect(error.trimEnd().endsWith(`: ${reason}`)).toBe(true)
  }
})

it('is the whole refusal where no message stands before it', () => {
  const short = refusals.filter((error) => !error.trim().includes('\n'))
  expect(short.length).toBeGreaterThan(0)
  for (const error of short) expect(refusalReason(error)).toBe(error.trim())
  expect(refusalReason('listener a: no filter\nlistener b: no filter')).toBe('listener a: no filter\nlistener b: no filter')
})
