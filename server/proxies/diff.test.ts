import { describe, expect, it } from 'vitest'
import { parseAllDocuments } from 'yaml'
import { diffTypes } from '@/lib/istio/diff/dump'
import { recordingNamed, recordingNames } from '@/lib/istio/testing/recordings'
import { diffAt, diffResourceAt, diffResourcesAt, diffUnifiedAt } from '@/server/proxies/diff'
import { proxiesAt } from '@/server/proxies/list'

/** Every proxy whose two sides were recorded, of recordings where some differ. */
const cases = recordingNames()
  .filter((name) => name.startsWith('xds-'))
  .flatMap((name) => {
    const recording = recordingNamed(name)
    const ids = proxiesAt(recording, 0).proxies.map(({ id }) => id)
    const isSeen = (id: string) => recording.entries().includes(`pods/${id.split('.').reverse().join('.')}/envoy/config_dump.json`)
    return ids.filter(isSeen).flatMap((proxy) => diffTypes.map((type) => ({ name, recording, query: { at: 0, proxy, type } })))
  })

describe.runIf(cases.length > 0)('the comparison in parts', () => {
  it.each(cases)('$name $query.proxy $query.type: is the whole one', async ({ recording, query }) => {
    const whole = await diffAt(recording, query)
    const { resources, match } = await diffResourcesAt(recording, query)
    expect(match).toBe(whole.match)
    expect(resources.filter(({ change }) => change !== 'same')).toEqual(whole.resources)
    expect((await diffUnifiedAt(recording, query)).unified).toBe(whole.unified)
    for (const { name, change } of resources) {
      const one = await diffResourceAt(recording, { ...query, name, format: 'json' })
      expect(one.change).toBe(change)
      expect(one.sent === one.active).toBe(change === 'same')
      expect([one.sent === '', one.active === '']).toEqual([change === 'added', change === 'removed'])
      const yaml = await diffResourceAt(recording, { ...query, name, format: 'yaml' })
      if (one.sent && !one.sent.includes('\n}\n{')) expect(parseAllDocuments(yaml.sent)[0]?.toJS()).toEqual(JSON.parse(one.sent))
    }
  })

  it('says what is not there', async () => {
    const [first] = cases
    if (!first) throw new Error('There is no case.')
    await expect(diffResourceAt(first.recording, { ...first.query, name: 'nobody', format: 'json' })).rejects.toThrow('nobody')
  })
})
