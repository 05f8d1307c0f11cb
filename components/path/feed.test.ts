import { existsSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { oldestAge, troubleOf, troublesOf } from '@/components/path/feed'
import { listProxies } from '@/lib/istio/proxies/list'
import { openRecording } from '@/lib/recording/open'

const folder = ['../shared/recordings', 'recordings'].find(existsSync) ?? 'recordings'
const types = ['CDS', 'LDS', 'EDS', 'RDS'] as const

/** A row of `istioctl proxy-status`: each type's state and age by its name. */
function printed(status: string, proxy: string): Map<string, { state: string; age: string }> {
  const cells = [...(status.split('\n').find((line) => line.startsWith(`${proxy} `)) ?? '').matchAll(/([A-Z ]*[A-Z]) \((\w+)\)/g)]
  return new Map(types.map((type, i) => [type, { state: cells[i]?.[1]?.trim() ?? '', age: cells[i]?.[2] ?? '' }]))
}

describe.each(['xds-trouble-nack', 'xds-trouble-stale', 'xds-diff'])('%s', (name) => {
  const opened = openRecording(new Uint8Array(readFileSync(`${folder}/${name}.zip`)), name)
  if (!opened.ok) throw new Error(opened.problem.message)
  const recording = opened.value
  const { proxies } = listProxies(recording.snapshotAt(0))
  const status = recording.text('versions/proxy-status.txt') ?? ''

  it('has a trouble on exactly the types that istioctl prints as STALE or ERROR', () => {
    let troubled = 0
    for (const proxy of proxies) {
      const troubles = troublesOf(proxy.sync, recording.scenario.start)
      const cells = printed(status, proxy.id)
      for (const type of types) {
        const { state } = cells.get(type) ?? { state: 'nothing' }
        expect(troubles.get(type)?.state ?? 'none', `${proxy.id} ${type}`).toBe(/STALE|ERROR/.test(state) ? state : 'none')
        if (troubles.has(type)) troubled += 1
      }
    }
    expect(troubled).toBeGreaterThan(0)
  })

  it('says how long the oldest of a state has been so', () => {
    const seconds = (age: string | null | undefined) => Number.parseInt(age ?? '0', 10)
    for (const proxy of proxies) {
      const troubles = troublesOf(proxy.sync, recording.scenario.start)
      for (const state of ['STALE', 'ERROR']) {
        const ages = [...troubles.values()].filter((trouble) => trouble.state === state).map(({ age }) => seconds(age))
        expect(seconds(oldestAge(troubles, state) || null)).toBe(Math.max(0, ...ages))
      }
    }
  })

  it('stands on the cards that the type feeds, in that proxy only', () => {
    const by = new Map(proxies.map((proxy) => [proxy.id, { sync: null, troubles: troublesOf(proxy.sync, recording.scenario.start) }]))
    for (const proxy of proxies)
      for (const xds of types) {
        const card = { xds, steps: [{ kind: 'route' as const, proxy: proxy.id, evidence: [] }] }
        expect(troubleOf(card, by)).toBe(by.get(proxy.id)?.troubles.get(xds) ?? null)
      }
  })
})
