import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { CuttingProxy } from '@/e2e-cluster/cutting-proxy'
import { apply, boot, eventually, kubectl, whyNot } from '@/e2e-cluster/laboratory'
import { KubeApi } from '@/server/source/cluster/kube-api'
import { listPage } from '@/server/source/cluster/kube-object'
import { ObjectStore } from '@/server/source/cluster/object-store'
import { Reflector } from '@/server/source/cluster/reflector'

const CHANGES = 1000
const CUTS = 20
const NAMESPACE = 'hopscope-changes'
const PATH = `/api/v1/namespaces/${NAMESPACE}/services`

/** Numbers that look random and are the same each time (mulberry32). */
function dice(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let t = Math.imul(state ^ (state >>> 15), 1 | state)
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296
  }
}

describe.skipIf(whyNot() !== null)(`the watch of a real API server${whyNot() ? `: ${whyNot()}` : ''}`, () => {
  const folder = mkdtempSync(join(tmpdir(), 'hopscope-watch-'))
  const stop = new AbortController()
  let proxy: CuttingProxy
  let direct: KubeApi
  let cut: KubeApi

  beforeAll(async () => {
    const kubeconfig = await boot()
    const config = JSON.parse(readFileSync(kubeconfig, 'utf8'))
    const server = new URL(config.clusters[0].cluster.server)
    proxy = new CuttingProxy(server.hostname, Number(server.port))
    config.clusters[0].cluster.server = `https://127.0.0.1:${await proxy.listen()}`
    writeFileSync(join(folder, 'cut.kubeconfig'), JSON.stringify(config))
    direct = new KubeApi({ kind: 'file', file: kubeconfig, context: null })
    cut = new KubeApi({ kind: 'file', file: join(folder, 'cut.kubeconfig'), context: null })
    await kubectl('delete', 'namespace', NAMESPACE, '--ignore-not-found')
    await apply(`{"apiVersion":"v1","kind":"Namespace","metadata":{"name":"${NAMESPACE}"}}`)
  }, 300_000)

  afterAll(async () => {
    stop.abort()
    proxy?.close()
    rmSync(folder, { recursive: true, force: true })
    await kubectl('delete', 'namespace', NAMESPACE, '--ignore-not-found', '--wait=false')
  }, 60_000)

  it(`misses nothing in ${CHANGES} changes with ${CUTS} cut connections`, async () => {
    const store = new ObjectStore('v1', 'Service', () => {})
    const reflector = new Reflector(cut, PATH, store, stop.signal)
    const running = reflector.run()
    await eventually(
      async () => reflector.state.state,
      (state) => state === 'watching',
      10_000,
      'the first watch',
    )
    const random = dice(20261121)
    const names = new Set<string>()
    for (let change = 0; change < CHANGES; change++) {
      await changeOne(direct, names, random)
      if (change % (CHANGES / CUTS) === CHANGES / CUTS / 2) {
        if (random() < 0.5) proxy.cutAll()
        else proxy.cutAfter = Math.floor(random() * 3000)
      }
    }
    proxy.cutAfter = null
    const fresh = async () => {
      const { items } = listPage(await direct.json(PATH))
      return new Map(items.map((item) => [`${NAMESPACE}/${item.metadata.name}`, item.metadata.resourceVersion]))
    }
    const held = () => new Map([...store.values()].map(({ name, version }) => [`${NAMESPACE}/${name}`, version]))
    const wanted = await fresh()
    expect(wanted.size).toBeGreaterThan(20)
    await eventually(
      async () => sorted(held()),
      (now) => now === sorted(wanted),
      30_000,
      'the same as a fresh list',
    )
    expect(proxy.cuts).toBe(CUTS)
    stop.abort()
    await running
  }, 300_000)
})

const sorted = (versions: ReadonlyMap<string, string | undefined>): string => JSON.stringify([...versions].sort())

/** Makes, changes or deletes one Service. */
async function changeOne(api: KubeApi, names: Set<string>, random: () => number): Promise<void> {
  const known = [...names]
  const dieRoll = random()
  const one = known[Math.floor(random() * known.length)]
  if (one === undefined || dieRoll < 0.35) {
    const name = `s-${Math.floor(random() * 1e9)}`
    await send(api, 'POST', PATH, {
      apiVersion: 'v1',
      kind: 'Service',
      metadata: { name },
      spec: { clusterIP: 'None', ports: [{ port: 80 }] },
    })
    names.add(name)
  } else if (dieRoll < 0.75) {
    await send(api, 'PATCH', `${PATH}/${one}`, { metadata: { labels: { n: String(Math.floor(random() * 1e9)) } } })
  } else {
    await send(api, 'DELETE', `${PATH}/${one}`)
    names.delete(one)
  }
}

/** The product itself never changes anything, so its client knows no way to. */
async function send(api: KubeApi, method: string, path: string, body?: unknown): Promise<void> {
  const { request } = await import('node:https')
  const access = await api.current()
  const options = {}
  await access.apply(options)
  await new Promise<void>((done, failed) => {
    const asked = request(
      access.server + path,
      { ...options, method, headers: { 'content-type': method === 'PATCH' ? 'application/merge-patch+json' : 'application/json' } },
      (answer) => {
        answer.resume()
        answer.on('end', () => ((answer.statusCode ?? 0) < 300 ? done() : failed(new Error(`${method} ${path}: ${answer.statusCode}`))))
      },
    )
    asked.on('error', failed)
    asked.end(body === undefined ? undefined : JSON.stringify(body))
  })
}
