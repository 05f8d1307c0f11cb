import { describe, expect, it } from 'vitest'
import { analysisSchema } from '@/lib/api/analysis'
import { recordingNamed, recordingNames } from '@/lib/istio/testing/recordings'
import type { Recording } from '@/lib/recording/recording'
import { analysisAt } from '@/server/analysis/analysis'
import type { Rights } from '@/server/auth/rights'
import { visibleRecording } from '@/server/auth/visible-recording'

/** Somebody who may list some resources in one namespace, and nothing else. */
const viewer = (namespace: string, resources: readonly string[]): Rights => ({
  everything: false,
  clusterWide: new Set(),
  byNamespace: new Map(resources.map((resource) => [resource, new Set([namespace])])),
  tunnels: new Set(),
  key: `${namespace} ${resources.join()}`,
})

const of = async (recording: Recording, at = 0) => analysisSchema.parse(await analysisAt(recording, at))

/** A recording in which VirtualServices send to hosts that are not there, and to more than one namespace's. */
async function withMissingHosts() {
  for (const name of recordingNames()) {
    const recording = recordingNamed(name)
    const found = (await of(recording)).findings.find(({ code, values }) => code === 'IST0101' && values.type === 'host')
    if (found) return { recording, found }
  }
  throw new Error('no recording has a VirtualService that sends to a host that is not there')
}

describe('an analysis for who may not see everything', () => {
  it('says nothing of objects that they may not list, nor what is missing where they do not see', async () => {
    const { recording, found } = await withMissingHosts()
    const own = viewer(found.namespace, ['virtualservices.networking.istio.io'])
    const { findings } = await of(visibleRecording(recording, own))
    for (const one of findings) expect([one.kind, one.namespace], one.line).toEqual(['VirtualService', found.namespace])
    expect(findings.filter(({ code }) => code === 'IST0101')).toEqual([])
  })

  it('says the same to who may list the lists that decide', async () => {
    const { recording, found } = await withMissingHosts()
    const rights = viewer(found.namespace, ['virtualservices.networking.istio.io'])
    const clusterWide = new Set(['services', 'serviceentries.networking.istio.io'])
    const { findings } = await of(visibleRecording(recording, { ...rights, clusterWide }))
    expect(findings).toContainEqual(found)
  })

  it('names nothing of the namespaces that they may not see', async () => {
    for (const name of recordingNames()) {
      const full = recordingNamed(name)
      const namespaces = JSON.parse(full.snapshotAt(0).read('k8s/namespaces.json')?.text ?? '{"items":[]}').items.map(
        (one: { metadata: { name: string } }) => one.metadata.name,
      )
      const everything = ['pods', 'services', 'virtualservices.networking.istio.io', 'gateways.networking.istio.io']
      for (const namespace of namespaces.slice(0, 3)) {
        const { findings } = await of(visibleRecording(full, viewer(namespace, everything)))
        for (const one of findings)
          expect([namespace, one.kind === 'Namespace' ? one.name : null], one.line).toContain(one.namespace || one.name)
      }
    }
  })
})

describe('an analysis of a recording', () => {
  it('is made once for moments that show the same', () => {
    const recording = recordingNamed(recordingNames()[0] ?? '')
    expect(analysisAt(recording, 0)).toBe(analysisAt(recording, 0))
  })

  it('says of Secrets that they are not read', async () => {
    const { undecided, problems } = await of(recordingNamed(recordingNames()[0] ?? ''))
    expect(undecided).toContainEqual(expect.objectContaining({ code: 'IST0161', kind: 'Secret' }))
    expect(problems).toEqual([])
  })
})
