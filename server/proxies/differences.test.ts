import { describe, expect, it } from 'vitest'
import { recordingNamed, recordingNames } from '@/lib/istio/testing/recordings'
import { diffResourcesAt } from '@/server/proxies/diff'
import { differencesAt } from '@/server/proxies/differences'
import { proxiesAt } from '@/server/proxies/list'

const types = { CDS: 'clusters', LDS: 'listeners', RDS: 'routes' } as const

/** Every type in trouble of every recording, at every moment that shows one. */
const cases = recordingNames().flatMap((name) => {
  const recording = recordingNamed(name)
  return recording.marks.flatMap((at) =>
    proxiesAt(recording, at).proxies.flatMap(({ id, sync }) =>
      Object.values(sync ?? {}).some(({ state }) => state === 'ERROR' || state === 'STALE') ? [{ name, at, proxy: id, recording }] : [],
    ),
  )
})

describe.runIf(cases.length > 0)('what is behind a type in trouble', () => {
  it.each(cases)('$name at $at ms, $proxy: names what the comparison finds, or says what is missing', async ({ recording, at, proxy }) => {
    const row = proxiesAt(recording, at).proxies.find(({ id }) => id === proxy)
    const { types: found } = await differencesAt(recording, { proxy, at })
    const wanted = Object.entries(row?.sync ?? {}).filter(([, { state }]) => state === 'ERROR' || state === 'STALE')
    expect(found.map(({ type, state }) => [type, state])).toEqual(wanted.map(([type, { state }]) => [type, state]))
    for (const { type, resources, gap, since, state } of found) {
      expect(since?.by).toBe('send')
      expect(Date.parse(since?.time ?? '')).toBeLessThanOrEqual(Date.parse(row?.sync?.[type].sentAt ?? ''))
      if (gap !== null) continue
      const diff = await diffResourcesAt(recording, { at, proxy, type: types[type as keyof typeof types] })
      const compared = resources.filter(({ change }) => change !== 'named')
      expect(compared.map(({ name, change }) => ({ name, change })).sort(byName)).toEqual(
        diff.resources.filter((one) => one.change !== 'same').toSorted(byName),
      )
      if (state === 'ERROR') expect(resources.length).toBeGreaterThan(0)
    }
  })

  it('tells of a refused listener when it was refused, after Envoy took the one it has', async () => {
    const all = await Promise.all(cases.map(({ recording, at, proxy }) => differencesAt(recording, { proxy, at })))
    const refused = all.flatMap((one) => one.types.flatMap(({ resources }) => resources.filter(({ refusedAt }) => refusedAt !== null)))
    expect(refused.length).toBeGreaterThan(0)
    for (const { inError, acceptedAt, refusedAt } of refused) {
      expect(inError).toBe(true)
      expect(Date.parse(refusedAt ?? '')).toBeGreaterThan(Date.parse(acceptedAt ?? ''))
    }
  })
})

const byName = (a: { name: string }, b: { name: string }) => (a.name < b.name ? -1 : 1)
