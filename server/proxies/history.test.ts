import { describe, expect, it } from 'vitest'
import { proxyHistorySchema } from '@/lib/api/proxy-history'
import { xdsTypes } from '@/lib/istio/syncz/model'
import { recordingNamed, recordingNames } from '@/lib/istio/testing/recordings'
import { historyAt } from '@/server/proxies/history'
import { proxiesAt } from '@/server/proxies/list'

const live = recordingNames()
  .map(recordingNamed)
  .find((recording) => recording.versions(recording.entries().find((entry) => entry.endsWith('/syncz.json')) ?? '').length > 2)

describe.runIf(live)('a proxy’s states while it is watched', () => {
  const recording = live as NonNullable<typeof live>
  const { marks, endMs } = recording
  const proxies = [...new Set(marks.flatMap((mark) => proxiesAt(recording, mark).proxies.flatMap(({ id, sync }) => (sync ? [id] : []))))]

  it('are at every moment what the list says', async () => {
    for (const proxy of proxies) {
      const history = proxyHistorySchema.parse(await historyAt(recording, { proxy, at: endMs }))
      for (const mark of marks) {
        const row = proxiesAt(recording, mark).proxies.find(({ id }) => id === proxy)
        for (const type of xdsTypes) {
          const segment = history.types[type].find(({ from, to }) => from <= mark && mark < to) ?? history.types[type].at(-1)
          expect(`${mark} ${type} ${segment?.state}`).toBe(`${mark} ${type} ${row?.sync?.[type].state ?? 'ABSENT'}`)
        }
      }
    }
  })

  it('join without gaps, and show the freeze and the return', async () => {
    const histories = await Promise.all(proxies.map((proxy) => historyAt(recording, { proxy, at: endMs })))
    for (const { types, from, until } of histories) {
      for (const segments of Object.values(types)) {
        expect(segments[0]?.from).toBe(from)
        expect(segments.at(-1)?.to).toBe(until)
        segments.slice(1).forEach((segment, index) => {
          expect(segment.from).toBe(segments[index]?.to)
          expect(segment.state).not.toBe(segments[index]?.state)
        })
      }
    }
    const states = (type: 'CDS' | 'EDS') => histories.map(({ types }) => types[type].map(({ state }) => state).join(' '))
    expect(states('CDS')).toContain('ABSENT SYNCED STALE SYNCED ABSENT')
    expect(states('EDS')).not.toContain('ABSENT SYNCED STALE SYNCED ABSENT')
  })

  it('end at the moment that is asked for', async () => {
    const [proxy = ''] = proxies
    const at = marks[Math.floor(marks.length / 2)] ?? 0
    const history = await historyAt(recording, { proxy, at })
    expect(history.types.CDS.at(-1)?.to).toBe(at)
    await expect(historyAt(recording, { proxy: 'nobody.nowhere', at })).rejects.toThrow('nobody.nowhere')
  })
})
