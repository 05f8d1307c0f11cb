import { writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Browser, chromium } from '@playwright/test'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { Dashboard, mainWay, rulesOf } from '@/e2e-cluster/dashboard'
import { install, tokenOf } from '@/e2e-cluster/install'
import { closeConnections, netnsFile, type Traced, traceRules } from '@/e2e-cluster/kernel-trace'
import { boot, eventually, kubectl, whyNot } from '@/e2e-cluster/laboratory'
import { GATEWAY_PORT, nodeAddress, question, send } from '@/e2e-cluster/seed'
import { parseAccessLine } from '@/lib/envoy/access-log/parse'
import { openRecording } from '@/lib/recording/open'
import { findChromium } from '@/scripts/test/chromium.mjs'
import { walkAt } from '@/server/walk/walks'

interface Pod {
  name: string
  namespace: string
  ip: string
  node: string
}

async function pod(namespace: string, ...selector: string[]): Promise<Pod> {
  const found = JSON.parse(await kubectl('-n', namespace, 'get', 'pods', '-o', 'json', ...selector)).items[0]
  return { name: found.metadata.name, namespace, ip: found.status.podIP, node: found.spec.nodeName }
}

describe.skipIf(whyNot() !== null)(`a dashboard in a real cluster${whyNot() ? `: ${whyNot()}` : ''}`, () => {
  let viewer: Dashboard
  let browser: Browser
  let nodeIp = ''
  let gateway: Pod
  let nginx: Pod

  beforeAll(async () => {
    await boot()
    viewer = new Dashboard(await install())
    nodeIp = await nodeAddress()
    gateway = await pod('istio-system', '-l', 'istio=ingressgateway')
    nginx = await pod('default', '-l', 'app=nginx-app')
    browser = await chromium.launch({ executablePath: findChromium() ?? '', args: ['--no-sandbox'] })
  }, 900_000)

  afterAll(async () => {
    await browser?.close()
  })

  it('shows nothing to who has not logged in', async () => {
    const stranger = new Dashboard(viewer.base)
    for (const path of [
      'recordings',
      'walk?from=a&url=b',
      'overview',
      'proxies',
      'source',
      'contexts',
      'events',
      'export',
      'evidence?entry=x',
      'timeline',
    ])
      expect((await stranger.get(`/api/${path}`)).status, path).toBe(401)
    expect(await stranger.login('no.such.token')).toBe(401)
    expect((await stranger.get('/healthz')).status).toBe(200)
  })

  it('lets a person in by a token in a real browser, and draws the seed’s question', async () => {
    const page = await browser.newPage({ viewport: { width: 1440, height: 900 }, locale: 'en-GB' })
    await page.goto(`${viewer.base}/?${new URLSearchParams(question(nodeIp))}`)
    await page.getByLabel('Token').fill(await tokenOf('viewer'))
    await page.getByRole('button', { name: 'Log in' }).click()
    await page.getByText('Delivered').first().waitFor({ timeout: 60_000 })
    expect(await page.locator('[data-live]').textContent()).toMatch(/Read \d+ s ago|proxies/)
    await page.screenshot({ path: join(tmpdir(), 'hopscope-cluster-walk.png') })
    await page.close()
  })

  it('walks as the kernel and both Envoys say that a real request went', async () => {
    expect(await viewer.login(await tokenOf('viewer'))).toBe(200)
    const walk = await eventually(
      () => viewer.walk(question(nodeIp)),
      ({ verdict }) => verdict.kind === 'delivered',
      60_000,
      'a delivered walk',
    )
    const nginxFile = await netnsFile(nginx.node, nginx.ip)
    const gatewayFile = await netnsFile(gateway.node, gateway.ip)
    const nodes = [...new Set(['k3s-s', gateway.node, nginx.node])]
    const sidecar: Traced = { netns: `default.${nginx.name}`, machine: nginx.node, file: nginxFile }
    const places: Traced[] = [...nodes.map((netns) => ({ netns, machine: netns, file: null })), sidecar]
    for (const place of [sidecar, { ...sidecar, machine: gateway.node, file: gatewayFile }]) await closeConnections(place, 80)
    const probe = `/?probe=${Date.now()}`
    let status = ''
    const traced = await traceRules(places, { addresses: [nodeIp, gateway.ip, nginx.ip], ports: [GATEWAY_PORT, 8080, 80] }, async () => {
      status = await send(nodeIp, probe)
    })
    expect(status).toBe('200')
    const walked = rulesOf(walk)
    for (const { netns } of places) expect(walked.get(netns), netns).toEqual(traced.get(netns))
    expect([...traced.values()].flat().length).toBeGreaterThan(20)

    const clusters = mainWay(walk.steps).filter((step) => step.kind === 'endpoint')
    for (const { name, namespace } of [gateway, nginx]) {
      const log = await eventually(
        () => kubectl('-n', namespace, 'logs', name, '-c', 'istio-proxy', '--tail=50'),
        (text) => text.includes(probe),
        10_000,
        `${name} logged it`,
      )
      const line = parseAccessLine(log.split('\n').find((each) => each.includes(probe)) ?? '')
      const step = clusters.find((each) => each.netns === `${namespace}.${name}`)
      expect([line?.upstreamCluster, line?.upstreamHost], name).toEqual([step?.cluster, step?.endpoint])
    }
  })

  it('writes what it sees as a recording that gives the same walk', async () => {
    const answer = await viewer.get('/api/export')
    expect(answer.status).toBe(200)
    const bytes = new Uint8Array(await answer.arrayBuffer())
    writeFileSync(join(tmpdir(), 'hopscope-cluster.zip'), bytes)
    const opened = openRecording(bytes, 'export.zip')
    if (!opened.ok) throw new Error(opened.problem.message)
    const live = await viewer.walk(question(nodeIp))
    const imported = walkAt(opened.value, { ...question(nodeIp), container: null, method: 'GET', headers: [], at: 0 })
    expect(imported.verdict.kind).toBe(live.verdict.kind)
    expect([...rulesOf(imported)]).toEqual([...rulesOf(live)])
    expect(mainWay(imported.steps).map(({ kind }) => kind)).toEqual(mainWay(live.steps).map(({ kind }) => kind))
    expect(opened.value.entries().some((entry) => entry.includes('secrets'))).toBe(false)
  })

  it('shows somebody with rights in one namespace nothing of the others', async () => {
    const dev = new Dashboard(viewer.base)
    expect(await dev.login(await tokenOf('dev'))).toBe(200)
    // The shipped recordings are for everyone: they are of no cluster of ours.
    const paths = ['choices', 'proxies', 'overview', 'source', 'netfilter?netns=default.x', 'timeline', 'activity?window=1e6']
    const seen = (
      await Promise.all(
        paths.map(async (path) => (await dev.get(`/api/${path}${path.includes('?') ? '&' : '?'}recording=in-cluster`)).text()),
      )
    ).join('\n')
    expect(seen).toContain(nginx.name)
    for (const name of ['productpage', 'reviews', gateway.name, 'hopscope-agent']) expect(seen.includes(name), name).toBe(false)
    expect((await dev.get('/api/netfilter?netns=k3s-s&recording=in-cluster')).status).toBe(404)
    expect((await dev.walk({ ...question(nodeIp), recording: 'in-cluster' })).verdict.kind).toBe('unknown')
  })

  it('serves a hundred browsers, and ends within ten seconds when it is told to', async () => {
    const streams = Array.from({ length: 100 }, () => viewer.events(5000))
    try {
      await eventually(
        async () => streams.filter(({ seen }) => seen.some(({ name }) => name === 'hello')).length,
        (count) => count === 100,
        20_000,
        'each has its stream',
      )
      const began = performance.now()
      expect((await viewer.walk(question(nodeIp))).verdict).toMatchObject({ kind: 'delivered' })
      expect(performance.now() - began).toBeLessThan(3000)
      await eventually(
        async () => streams.filter(({ seen }) => seen.some(({ name }) => name === 'frame')).length,
        (count) => count === 100,
        20_000,
        'each hears of what changes',
      )
      const { name } = await pod('hopscope', '-l', 'app.kubernetes.io/name=hopscope')
      const told = performance.now()
      await kubectl('-n', 'hopscope', 'delete', 'pod', name, '--wait=true')
      expect(performance.now() - told).toBeLessThan(10_000)
    } finally {
      for (const { stop } of streams) stop()
      await kubectl('-n', 'hopscope', 'rollout', 'status', 'deployment/hopscope', '--timeout=60s')
    }
    // Another process reads the same cookie: sessions are nobody's memory.
    await eventually(
      async () => (await viewer.get('/api/source')).status,
      (status) => status === 200,
      30_000,
      'still logged in',
    )
  })

  it('tells Prometheus what is in sync, where the page’s port does not lead', async () => {
    expect((await viewer.get('/metrics')).status).not.toBe(200)
    const { name } = await pod('hopscope', '-l', 'app.kubernetes.io/name=hopscope')
    await eventually(
      () => kubectl('get', '--raw', `/api/v1/namespaces/hopscope/pods/${name}:9464/proxy/metrics`),
      (text) => /^hopscope_proxy_xds_state\{[^}]*type="LDS",state="SYNCED"\} 1$/m.test(text),
      60_000,
      'the proxies’ states',
    )
  })
})
