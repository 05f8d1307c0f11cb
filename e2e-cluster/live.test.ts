import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { Dashboard, mainWay } from '@/e2e-cluster/dashboard'
import { install, tokenOf } from '@/e2e-cluster/install'
import { boot, eventually, kubectl, laboratory, whyNot } from '@/e2e-cluster/laboratory'
import { GATEWAY_PORT, nodeAddress, question, send } from '@/e2e-cluster/seed'
import { proxiesSchema } from '@/lib/api/proxies'
import { proxyDifferencesSchema, proxyHistorySchema } from '@/lib/api/proxy-history'

describe.skipIf(whyNot() !== null)(`a dashboard follows a cluster that changes${whyNot() ? `: ${whyNot()}` : ''}`, () => {
  let viewer: Dashboard
  let nodeIp = ''

  beforeAll(async () => {
    await boot()
    viewer = new Dashboard(await install())
    nodeIp = await nodeAddress()
    expect(await viewer.login(await tokenOf('viewer'))).toBe(200)
    await eventually(
      () => viewer.walk(question(nodeIp)),
      ({ verdict }) => verdict.kind === 'delivered',
      60_000,
      'a delivered walk',
    )
  }, 900_000)

  afterAll(async () => {
    await laboratory('mesh', 'nack', 'client.default', 'off').catch(() => {})
    await laboratory('mesh', 'stall', 'client.default', 'off').catch(() => {})
  }, 120_000)

  it('sees a counter move', async () => {
    const counted = async () =>
      mainWay((await viewer.walk(question(nodeIp))).steps).find(({ rule }) => rule?.includes(`--dport ${GATEWAY_PORT}`))?.counter
        ?.packets ?? -1
    const stream = viewer.events(2000)
    try {
      const before = await counted()
      for (let n = 0; n < 3; n++) expect(await send(nodeIp)).toBe('200')
      await eventually(counted, (now) => now >= before + 3, 15_000, 'the counter has moved')
      expect(stream.seen.some(({ name }) => name === 'frame')).toBe(true)
    } finally {
      stream.stop()
    }
  })

  it('sees a proxy refuse a listener, and the one that stops', async () => {
    const states = async () => {
      const { proxies } = await viewer.json('/api/proxies', proxiesSchema)
      return proxies.find(({ id }) => id === 'client.default')?.sync
    }
    const stream = viewer.events(2000)
    try {
      await eventually(states, (sync) => sync?.LDS.state === 'SYNCED', 30_000, 'in sync at first')
      await laboratory('mesh', 'nack', 'client.default', 'on')
      const refused = await eventually(states, (sync) => sync?.LDS.state === 'ERROR', 20_000, 'ERROR')
      expect(refused?.LDS.error?.length).toBeGreaterThan(10)
      const { types } = await viewer.json('/api/proxies/differences?proxy=client.default', proxyDifferencesSchema)
      const listeners = types.find(({ type }) => type === 'LDS')
      expect(listeners).toMatchObject({ state: 'ERROR', since: { time: expect.any(String) } })
      expect(listeners?.resources.length).toBeGreaterThan(0)
      await laboratory('mesh', 'nack', 'client.default', 'off')
      await eventually(states, (sync) => sync?.LDS.state === 'SYNCED', 30_000, 'in sync again')
      await laboratory('mesh', 'stall', 'client.default', 'on')
      // A Service that comes is pushed to every proxy.
      await kubectl('-n', 'default', 'create', 'service', 'clusterip', 'hopscope-push', '--tcp=80:80')
      await eventually(states, (sync) => sync?.CDS.state === 'STALE', 30_000, 'STALE')
      const { types: past } = await viewer.json('/api/proxies/history?proxy=client.default', proxyHistorySchema)
      const told = past.LDS.map(({ state }) => state).filter((state) => state === 'SYNCED' || state === 'ERROR')
      expect(told.slice(-3)).toEqual(['SYNCED', 'ERROR', 'SYNCED'])
      expect(past.CDS.at(-1)?.state).toBe('STALE')
    } finally {
      stream.stop()
      await laboratory('mesh', 'stall', 'client.default', 'off')
      await kubectl('-n', 'default', 'delete', 'service', 'hopscope-push', '--ignore-not-found')
    }
  })

  it('follows a pod that is killed within two seconds of the API server', async () => {
    const endpoints = JSON.parse(await kubectl('-n', 'book-demo', 'get', 'pods', '-l', 'app=details', '-o', 'json'))
    const old: string = endpoints.items[0].metadata.name
    const stream = viewer.events(0)
    try {
      await eventually(
        async () => stream.seen.length,
        (count) => count > 0,
        10_000,
        'the stream',
      )
      await kubectl('-n', 'book-demo', 'delete', 'pod', old, '--wait=true', '--grace-period=0', '--force')
      const gone = performance.now()
      const names = async () => (await (await viewer.get('/api/choices')).text()).includes(old)
      await eventually(names, (there) => !there, 2000, 'the pod is gone from the page')
      expect(performance.now() - gone).toBeLessThan(2000)
      await kubectl('-n', 'book-demo', 'rollout', 'status', 'deployment/details-v1', '--timeout=60s')
    } finally {
      stream.stop()
    }
  })
})
