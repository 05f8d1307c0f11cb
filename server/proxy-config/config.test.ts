import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { describe, expect, it } from 'vitest'
import { configKinds } from '@/lib/api/proxy-config'
import { openRecording } from '@/lib/recording/open'
import { configAt } from '@/server/proxy-config/config'
import { configFindAt, configFoldsAt, configLinesAt, configResourceAt } from '@/server/proxy-config/resource'
import { configSearchAt } from '@/server/proxy-config/search'
import { meshAt } from '@/server/walk/mesh-cache'

const opened = openRecording(new Uint8Array(readFileSync(resolve('recordings/bookinfo.zip'))), 'bookinfo.zip')
if (!opened.ok) throw new Error(opened.problem.message)
const recording = opened.value
const proxies = meshAt(recording, 0).proxyIds
const ask = (proxy: string, kind: (typeof configKinds)[number], q = '') => configAt(recording, { proxy, kind, at: 0, q })

describe('a proxy’s configuration', () => {
  it('leads from listener to route to cluster to endpoint', () => {
    const reached = proxies.flatMap((proxy) =>
      ask(proxy, 'listeners').rows.flatMap((listener) =>
        listener.links
          .filter(({ kind }) => kind === 'routes')
          .flatMap(({ q }) => ask(proxy, 'routes', q).rows)
          .flatMap((route) => route.links)
          .flatMap(({ q }) => ask(proxy, 'clusters', q).rows)
          .flatMap((cluster) => cluster.links)
          .flatMap(({ kind, q }) => ask(proxy, kind, q).rows),
      ),
    )
    expect(reached.length).toBeGreaterThan(10)
    expect(reached.every(({ cells }) => /^\d+\.\d+\.\d+\.\d+:\d+$/.test(cells[0] ?? '') || cells[0]?.startsWith('unix://'))).toBe(true)
  })

  it('leads on from an endpoint to what its own proxy does with it', () => {
    const links = proxies.flatMap((proxy) => ask(proxy, 'endpoints').rows.flatMap((row) => row.links.filter((link) => link.proxy)))
    const seen = links.filter((link) => proxies.includes(link.proxy ?? ''))
    expect(seen.length).toBeGreaterThan(10)
    const targets = seen.map(({ proxy = '', kind, q }) => ({ proxy, q, rows: ask(proxy, kind, q).rows }))
    const inbound = targets.filter(({ q }) => q.startsWith('inbound|'))
    expect(inbound.filter(({ rows }) => rows.length > 0).length).toBeGreaterThan(10)
    for (const { q, rows } of inbound) for (const { cells } of rows) expect(cells.join(' ')).toContain(`Cluster: ${q}`)
  })

  it('searches everything: what the tables say first, then what stands in the resources', () => {
    const [proxy = ''] = proxies
    const hosts = ask(proxy, 'clusters').rows.flatMap(({ cells }) => (cells[0]?.includes('.svc.') ? [cells[0]] : []))
    const { kinds, missing } = configSearchAt(recording, { proxy, at: 0, q: hosts[0]?.toUpperCase() ?? '' })
    expect(missing).toEqual([])
    const named = kinds.find(({ kind }) => kind === 'clusters')?.rows ?? []
    expect(named.length).toBeGreaterThan(0)
    for (const { kind, rows } of kinds) {
      expect(rows.map((row) => row.in)).toEqual(rows.map((row) => row.in).toSorted())
      for (const { pointer } of rows.filter((row) => row.in === 'text'))
        expect(configResourceAt(recording, { proxy, kind, at: 0, pointer }).text.toLowerCase()).toContain(hosts[0])
    }
    const inText = configSearchAt(recording, { proxy, at: 0, q: 'envoy.filters.http.router' }).kinds
    expect(inText.some(({ kind, rows }) => kind === 'listeners' && rows.some((row) => row.in === 'text'))).toBe(true)
    const none = configSearchAt(recording, { proxy, at: 0, q: 'nothing-says-this' })
    expect(none.kinds.map(({ total }) => total)).toEqual(configKinds.map(() => 0))
    expect(() => configSearchAt(recording, { proxy: 'nobody.nowhere', at: 0, q: 'x' })).toThrow('nobody.nowhere')
  })

  it('opens every row as JSON', () => {
    const [proxy = ''] = proxies
    for (const kind of configKinds) {
      for (const { pointer } of ask(proxy, kind).rows) {
        const { text } = configResourceAt(recording, { proxy, kind, at: 0, pointer })
        expect(JSON.parse(text)).toBeTypeOf('object')
      }
    }
  })

  it('never shows a key', () => {
    for (const proxy of proxies) {
      for (const { pointer } of ask(proxy, 'secrets').rows) {
        const { text } = configResourceAt(recording, { proxy, kind: 'secrets', at: 0, pointer })
        expect(text).not.toMatch(/PRIVATE KEY/)
        expect(text).not.toMatch(/"private_key": \{/)
      }
    }
  })

  it('gives a resource of any size by lines, finds a text in it and says what folds', () => {
    const query = { proxy: proxies[0] ?? '', kind: 'listeners' as const, at: 0, pointer: '' }
    const { total, lines } = configLinesAt(recording, { ...query, lines: '0-9,20,1000000000' })
    expect(lines.map(({ line }) => line)).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 20])
    expect(lines[0]).toEqual({ line: 0, text: '{', end: total - 1, cut: false })
    const whole: string[] = []
    for (let from = 0; from < total; from += 1000)
      whole.push(...configLinesAt(recording, { ...query, lines: `${from}-${from + 999}` }).lines.map(({ text }) => text))
    expect(Object.keys(JSON.parse(whole.join('\n')))).toEqual(['configs'])
    const { lines: found } = configFindAt(recording, { ...query, text: 'VIRTUALOUTBOUND' })
    expect(found.length).toBeGreaterThan(0)
    expect(found.every((line) => whole[line]?.toLowerCase().includes('virtualoutbound'))).toBe(true)
    const { folds } = configFoldsAt(recording, { ...query, depth: 2 })
    expect(folds).toHaveLength(JSON.parse(whole.join('\n')).configs.length)
    for (const [from, to] of folds)
      expect(
        JSON.parse(
          whole
            .slice(from, to + 1)
            .join('\n')
            .replace(/,$/, ''),
        ),
      ).toHaveProperty('@type')
  })

  it('lists the first rows of many, counts all, and finds the others by words', () => {
    const proxy = proxies.find((id) => ask(id, 'clusters').rows.length > 0) ?? ''
    const { entry } = ask(proxy, 'clusters')
    const dump = JSON.parse(recording.text(entry) ?? '')
    const clusters = dump.configs.find((one: Record<string, unknown>) => 'dynamic_active_clusters' in one).dynamic_active_clusters
    for (let n = 0; n < 6000; n++) clusters.push({ cluster: { ...clusters[0].cluster, name: `outbound|80||many-${n}.test` } })
    const text = JSON.stringify(dump)
    const many = {
      ...recording,
      snapshotAt: (at: number) => {
        const snapshot = recording.snapshotAt(at)
        const seen = snapshot.read(entry)
        return { ...snapshot, read: (path: string) => (path === entry && seen ? { ...seen, text } : snapshot.read(path)) }
      },
    }
    const all = configAt(many, { proxy, kind: 'clusters', at: 0, q: '' })
    expect([all.rows.length, all.found]).toEqual([5000, all.total])
    expect(all.total).toBeGreaterThanOrEqual(clusters.length)
    expect(configAt(many, { proxy, kind: 'clusters', at: 0, q: 'many-5999.' }).rows.map(({ cells }) => cells[0])).toEqual([
      'many-5999.test',
    ])
  })

  it('says what is missing', () => {
    expect(() => ask('nobody.nowhere', 'routes')).toThrow('No Envoy “nobody.nowhere”')
    const pointer = '/configs/0/__proto__'
    expect(() => configResourceAt(recording, { proxy: proxies[0] ?? '', kind: 'routes', at: 0, pointer })).toThrow(pointer)
  })
})
