import { describe, expect, it, vi } from 'vitest'
import { Sights } from '@/server/auth/sights'
import { proxiesAt } from '@/server/proxies/list'
import { configAt } from '@/server/proxy-config/config'
import { allRead, serverOf, watch } from '@/server/source/cluster/testing/watched'
import { overviewAt } from '@/server/walk/overview'

/*
 * Faults that the laboratory's real cluster cannot be brought to, over what was recorded of real ones. The others: e2e-cluster/faults-*.test.ts.
 */
describe('a live source survives', () => {
  it('two istiods of different versions: each proxy has the one that serves it, and both are named', async () => {
    const [old, fresh] = [serverOf('nginx-nodeport'), serverOf('istio-1.28-nginx')]
    const own = new Set(old.list('pods').items.map(({ metadata }) => `${metadata.namespace}.${metadata.name}`))
    const others = fresh.list('pods').items.filter(({ metadata }) => !own.has(`${metadata.namespace}.${metadata.name}`))
    const upgraded = new Set(others.map(({ metadata }) => `${metadata.namespace}.${metadata.name}`))
    old.change = (resource, list) => {
      if (resource === 'pods') list.items.push(...others)
    }
    old.answer = (netns, path) => (upgraded.has(netns) ? fresh.tells(netns, path) : undefined)
    const source = await watch(old)
    await allRead(source)
    const versions = () =>
      new Set(proxiesAt(source.recording, 0).proxies.flatMap(({ sync, istiodVersion }) => (sync ? [istiodVersion?.split('-')[0]] : [])))
    await vi.waitFor(() => expect([...versions()].sort()).toEqual(['1.23.2', '1.28.10']), { timeout: 20_000 })
    for (const { id, connected, sync } of proxiesAt(source.recording, 0).proxies)
      if (connected)
        expect(
          Object.values(sync ?? {}).some(({ state }) => state === 'SYNCED'),
          id,
        ).toBe(true)
    expect((await overviewAt(source.recording, 0)).istio).toBe('1.23.2, 1.28.10')
  })

  it('a dump of 30 MB: it is read whole, and its tables are answered', async () => {
    const server = serverOf('nginx-nodeport')
    const proxy = server
      .list('pods')
      .items.find(({ metadata }) =>
        server.recording.snapshotAt(0).read(`pods/${metadata.namespace}.${metadata.name}/envoy/config_dump.json`),
      )
    if (!proxy) throw new Error('no recorded proxy')
    const netns = `${proxy.metadata.namespace}.${proxy.metadata.name}`
    const dump = enlarged(server.recording.snapshotAt(0).read(`pods/${netns}/envoy/config_dump.json`)?.text ?? '', 30 * 1024 * 1024)
    server.answer = (pod, path) => (pod === netns && path.startsWith('/config_dump') ? dump : undefined)
    const source = await watch(server)
    await allRead(source)
    await source.recording.grows?.readFirst([netns])
    expect(source.recording.snapshotAt(0).read(`pods/${netns}/envoy/config_dump.json`)?.text.length).toBe(dump.length)
    expect(source.recording.scenario.missing.filter(({ path }) => path.startsWith(`pods/${netns}/envoy`))).toEqual([])
    const id = `${proxy.metadata.name}.${proxy.metadata.namespace}`
    const { rows } = configAt(source.recording, { at: 0, proxy: id, kind: 'clusters', q: '' })
    expect(rows.length).toBeGreaterThan(1000)
  })

  it('nodes whose clocks are five minutes off, either way: every access line is seen once, also after the log was cut off', async () => {
    for (const ahead of [300, -300]) {
      const server = serverOf('nginx-nodeport')
      server.ahead = ahead
      const source = await watch(server)
      await allRead(source)
      const [proxy] = proxiesAt(source.recording, 0).proxies
      const netns = `${proxy?.namespace}.${proxy?.name}`
      const log = server.log(netns)
      source.recording.grows?.looked([netns])
      await vi.waitFor(() => expect(log.followed).toBe(1), { timeout: 10_000 })
      log.write('first')
      const lines = () => source.recording.snapshotAt(0).read(`pods/${netns}/logs/istio-proxy.log`)?.text.trim().split('\n')
      await vi.waitFor(() => expect(lines()).toEqual(['first']), { timeout: 10_000 })
      log.cut()
      log.write('while nobody followed')
      await vi.waitFor(() => expect(lines()).toEqual(['first', 'while nobody followed']), { timeout: 20_000 })
    }
  })

  it('an Envoy that answers no more: what it showed stands, and says its age until it is read again', async () => {
    const server = serverOf('nginx-nodeport')
    const source = await watch(server)
    await allRead(source)
    expect(source.status().outdated).toEqual([])
    const [proxy] = proxiesAt(source.recording, 0).proxies
    const netns = `${proxy?.namespace}.${proxy?.name}`
    const folder = `pods/${netns}/envoy`
    expect(await source.recording.grows?.readFirst([netns])).toBe(true)
    server.refuse = (pod) => pod === netns
    source.recording.grows?.looked([netns])
    const outdated = await vi.waitFor(
      () => {
        const found = source.status().outdated.find((each) => each.folder === folder)
        expect(found).toBeDefined()
        return found
      },
      { timeout: 20_000 },
    )
    expect(outdated?.readAt).toBeLessThanOrEqual(source.now())
    // What it showed stands.
    expect(source.recording.snapshotAt(0).read(`${folder}/config_dump.json`)).not.toBeNull()
    server.refuse = () => false
    await vi.waitFor(() => expect(source.status().outdated).toEqual([]), { timeout: 30_000 })
  })

  it('objects that change all the time: it stays ready', async () => {
    const server = serverOf('nginx-nodeport')
    const source = await watch(server)
    const [pod] = server.list('pods').items
    const seen = new Set<boolean>()
    for (let version = 100; version < 120; version++) {
      server.tell('pods', 'MODIFIED', { ...pod, metadata: { ...pod?.metadata, resourceVersion: String(version) } })
      const told = source.now()
      await vi.waitFor(() => {
        seen.add(source.listed)
        expect(source.now() - told).toBeGreaterThan(20)
      })
    }
    expect([...seen]).toEqual([true])
    await vi.waitFor(() => expect(source.recording.snapshotAt(0).read('k8s/pods.json')?.text).toContain('"resourceVersion":"119"'))
  })

  it('a session whose token has expired: it sees nothing more', async () => {
    const server = serverOf('nginx-nodeport')
    server.users.set('good', 'somebody')
    const source = await watch(server)
    expect((await new Sights(source).of('good')).recording).toBe(source.recording)
    server.users.delete('good')
    await expect(new Sights(source).of('good')).rejects.toMatchObject({ status: 401 })
  })
})

/** A dump whose static and dynamic clusters stand in it so often, each under another name, that it has this many characters. */
function enlarged(text: string, characters: number): string {
  const dump: { configs: { '@type': string; dynamic_active_clusters?: { cluster: { name: string } }[] }[] } = JSON.parse(text)
  const clusters = dump.configs.find((config) => config.dynamic_active_clusters !== undefined)
  const real = [...(clusters?.dynamic_active_clusters ?? [])]
  const size = JSON.stringify(real).length
  const copies = Math.ceil((characters - text.length) / size)
  for (let n = 0; n < copies; n++)
    clusters?.dynamic_active_clusters?.push(
      ...real.map((one) => ({ ...one, cluster: { ...one.cluster, name: `${n} ${one.cluster.name}` } })),
    )
  return JSON.stringify(dump)
}
