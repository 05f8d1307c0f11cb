import { describe, expect, it } from 'vitest'
import { listProxies } from '@/lib/istio/proxies/list'
import { nackObjects, namesIn } from '@/lib/istio/proxies/nack-objects'
import { recordingNamed, recordingNames } from '@/lib/istio/testing/recordings'

describe('the names in a refusal', () => {
  it('takes names, not words', () => {
    const error = "Error adding listener(s) virtualInbound: Didn't find 'lab.filters.http.x' with type URL: 'a.v1.Config'\n"
    expect([...namesIn(error)]).toEqual(['lab.filters.http.x', 'a.v1.Config'])
    expect(namesIn('name: "outbound|80||web.default.svc.cluster.local"')).toContain('web.default.svc.cluster.local')
  })

  it('leads to the objects that hold most of them', () => {
    const objects = [
      { ref: 'A x/one', words: new Set(['a.b']) },
      { ref: 'B x/both', words: new Set(['a.b', 'c-d']) },
      { ref: 'C x/none', words: new Set(['z.z']) },
    ]
    expect(nackObjects("'a.b' refused by c-d", objects)).toEqual(['B x/both'])
    expect(nackObjects('nothing known', objects)).toEqual([])
  })
})

it.runIf(recordingNames().includes('xds-diff'))('finds the filter behind a recorded refusal', () => {
  const { proxies } = listProxies(recordingNamed('xds-diff').snapshotAt(0))
  const refused = proxies.flatMap((p) => Object.values(p.sync ?? {}).filter((cell) => cell.state === 'ERROR'))
  expect(refused.length).toBeGreaterThan(0)
  for (const cell of refused) expect(cell.objects?.some((ref) => ref.startsWith('EnvoyFilter '))).toBe(true)
})
