import { describe, expect, it } from 'vitest'
import { podFolder, splitProxyId } from '@/lib/istio/names/proxy-id'
import { recordingNamed, recordingNames } from '@/lib/istio/testing/recordings'
import type { Recording } from '@/lib/recording/recording'
import { rewritten, without } from '@/lib/recording/testing/other-snapshot'
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

const EDS = 'type.googleapis.com/envoy.config.endpoint.v3.ClusterLoadAssignment'

/** A recording of now, in which a proxy has not answered its EDS and lacks an endpoint of a cluster that has one only. */
function lackingAnEndpoint(sentTime: (recorded: string) => string = (recorded) => recorded) {
  for (const name of recordingNames()) {
    const recording = recordingNamed(name)
    for (const { id, sync } of proxiesAt(recording, 0).proxies) {
      const parts = splitProxyId(id)
      if (sync?.EDS.state !== 'SYNCED' || !parts) continue
      const dumpPath = `${podFolder(parts)}/envoy/config_dump.json`
      const text = recording.snapshotAt(0).read(dumpPath)?.text
      const lack = text ? withoutEndpoint(JSON.parse(text)) : null
      if (!lack) continue
      const edit = (was: string, path: string) => {
        if (path === dumpPath) return lack.text
        if (!path.endsWith('/syncz.json')) return was
        const list: { proxy: string; resources: Record<string, { acked: string; sentTime: string }> }[] = JSON.parse(was)
        const eds = list.find(({ proxy }) => proxy === id)?.resources[EDS]
        if (eds) Object.assign(eds, { acked: 'another', sentTime: sentTime(eds.sentTime) })
        return JSON.stringify(list)
      }
      const snapshotAt = (at: number) => rewritten(recording.snapshotAt(at), edit)
      return { recording: { ...recording, snapshotAt } satisfies Recording, proxy: id, ...lack }
    }
  }
  throw new Error('no recording has such a proxy')
}

type Assignment = { cluster_name: string; endpoints?: { lb_endpoints?: Host[] }[] }
type Host = { endpoint: { address: { socket_address?: { address: string; port_value: number } } } }

function withoutEndpoint(dump: { configs: { '@type': string; dynamic_endpoint_configs?: { endpoint_config: Assignment }[] }[] }) {
  const all = dump.configs.find((section) => section['@type'].endsWith('.EndpointsConfigDump'))?.dynamic_endpoint_configs ?? []
  for (const { endpoint_config: assignment } of all) {
    const [locality, ...more] = assignment.endpoints ?? []
    const socket = locality?.lb_endpoints?.[0]?.endpoint.address.socket_address
    if (!assignment.cluster_name.startsWith('outbound|') || more.length > 0 || locality?.lb_endpoints?.length !== 1 || !socket) continue
    assignment.endpoints = []
    return { cluster: assignment.cluster_name, address: `${socket.address}:${socket.port_value}`, text: JSON.stringify(dump) }
  }
  return null
}

describe.runIf(recordingNames().length > 0)('endpoints that a proxy has not answered', () => {
  const of = async (recording: Recording, proxy: string) =>
    (await differencesAt(recording, { proxy, at: 0 })).types.find(({ type }) => type === 'EDS')

  it('are told by cluster and address, from what istiod knows of endpoints', async () => {
    const { recording, proxy, cluster, address } = lackingAnEndpoint()
    const found = await of(recording, proxy)
    expect(found).toMatchObject({ state: 'STALE', gap: null, leftOut: 0, undecided: 0 })
    expect(found?.resources).toMatchObject([{ name: cluster, change: 'changed', endpoints: { istiod: [address], envoy: [] } }])
    expect(found?.evidence.map(({ entry }) => entry.split('/').at(-1))).toEqual(['endpointz.json', 'registryz.json', 'config_dump.json'])
  })

  it('are not known where istiod was not asked, or before it sent', async () => {
    const { recording, proxy } = lackingAnEndpoint()
    const snapshotAt = (at: number) => without(recording.snapshotAt(at), (path) => path.endsWith('/endpointz.json'))
    expect(await of({ ...recording, snapshotAt }, proxy)).toMatchObject({ resources: [], gap: 'no-istiod-type' })
    const later = lackingAnEndpoint((recorded) => new Date(Date.parse(recorded) + 86_400_000).toISOString())
    expect(await of(later.recording, later.proxy)).toMatchObject({ resources: [], gap: 'older-dump' })
  })
})

const byName = (a: { name: string }, b: { name: string }) => (a.name < b.name ? -1 : 1)
