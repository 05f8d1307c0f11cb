import { describe, expect, it } from 'vitest'
import { changedBetween } from '@/lib/istio/diff/compare'
import { RegisteredEndpoints } from '@/lib/istio/diff/endpoints/registered'
import { endpointSections } from '@/lib/istio/diff/endpoints/sections'
import { subsetLabels } from '@/lib/istio/diff/endpoints/subset-labels'
import { istiodFile } from '@/lib/istio/istiod-file'
import { readJson } from '@/lib/istio/json'
import { istiodReports } from '@/lib/istio/proxies/istiods'
import { syncStates } from '@/lib/istio/syncz/states'
import { recordingNamed, recordingNames } from '@/lib/istio/testing/recordings'
import { proxyOfNetns } from '@/lib/recording/netns'

describe.runIf(recordingNames().length > 0)('endpoints as istiod knows them and as Envoy has them', () => {
  it.each(recordingNames())('%s: each cluster of each proxy that has accepted EDS has the same', (name) => {
    const snapshot = recordingNamed(name).snapshotAt(0)
    const told = (file: string) => readJson(istiodFile(snapshot, file) ?? '', file).value
    const registered = RegisteredEndpoints.from(told('endpointz.json'), told('registryz.json'))
    if (!registered) throw new Error('istiod did not say what it knows of endpoints')
    const states = syncStates(istiodReports(snapshot).reports)
    let compared = 0
    for (const path of snapshot.under('pods/')) {
      const [, netns = ''] = /^pods\/([^/]+)\/envoy\/config_dump\.json$/.exec(path) ?? []
      const dump = snapshot.read(path)
      if (!dump || states.get(proxyOfNetns(netns))?.cells.EDS.state !== 'SYNCED') continue
      const found = endpointSections(readJson(dump.text, path).value, { registered, labels: subsetLabels(snapshot) })
      expect(found?.sent && changedBetween(found.sent, found.active), path).toEqual([])
      expect(found?.undecided, path).toBe(0)
      compared += found?.active.resources.length ?? 0
    }
    expect(compared).toBeGreaterThan(0)
  })
})
