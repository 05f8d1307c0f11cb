import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { describe, expect, it } from 'vitest'
import { configKinds } from '@/lib/api/proxy-config'
import { openRecording } from '@/lib/recording/open'
import { configAt, configResourceAt } from '@/server/proxy-config/config'
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

  it('says what is missing', () => {
    expect(() => ask('nobody.nowhere', 'routes')).toThrow('No Envoy “nobody.nowhere”')
    const pointer = '/configs/0/__proto__'
    expect(() => configResourceAt(recording, { proxy: proxies[0] ?? '', kind: 'routes', at: 0, pointer })).toThrow(pointer)
  })
})
