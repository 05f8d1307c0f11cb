import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { Dashboard, mainWay, rulesOf } from '@/e2e-cluster/dashboard'
import { install, tokenOf } from '@/e2e-cluster/install'
import { boot, eventually, kubectl, whyNot } from '@/e2e-cluster/laboratory'
import { question } from '@/e2e-cluster/seed'
import { netfilterSchema } from '@/lib/api/netfilter'
import { proxiesSchema } from '@/lib/api/proxies'

/** What only larger overlays have; applying a smaller one leaves it. */
const LARGER: Readonly<Record<string, string[][]>> = {
  'view-only': [
    ['-n', 'hopscope', 'daemonset/hopscope-agent', 'serviceaccount/hopscope-agent'],
    [
      'clusterrole/hopscope-agent',
      'clusterrolebinding/hopscope-agent',
      'clusterrole/hopscope-tunnels',
      'clusterrolebinding/hopscope-tunnels',
    ],
  ],
  tunnels: [
    ['-n', 'hopscope', 'daemonset/hopscope-agent', 'serviceaccount/hopscope-agent'],
    ['clusterrole/hopscope-agent', 'clusterrolebinding/hopscope-agent'],
  ],
}

async function apply(overlay: 'view-only' | 'tunnels'): Promise<void> {
  for (const objects of LARGER[overlay] ?? []) await kubectl('delete', '--ignore-not-found', '--wait=true', ...objects)
  await kubectl('apply', '-k', `deploy/overlays/${overlay}`)
  await kubectl('-n', 'hopscope', 'rollout', 'restart', 'deployment/hopscope')
  await kubectl('-n', 'hopscope', 'rollout', 'status', 'deployment/hopscope', '--timeout=120s')
}

describe.skipIf(whyNot() !== null)(`the smaller overlays${whyNot() ? `: ${whyNot()}` : ''}`, () => {
  let viewer: Dashboard
  let node = ''

  /** One who looks, for as long as `look` takes. */
  async function watching<T>(look: () => Promise<T>): Promise<T> {
    await eventually(
      async () => (await fetch(`${viewer.base}/readyz`)).status,
      (status) => status === 200,
      60_000,
      'ready',
    )
    const stream = viewer.events(1000)
    try {
      return await look()
    } finally {
      stream.stop()
    }
  }

  const allRead = () =>
    eventually(
      () => viewer.status(),
      ({ state, proxies: { done, of } }) => state === 'connected' && of > 3 && done === of,
      60_000,
      'every proxy is read, or says why not',
    )

  beforeAll(async () => {
    await boot()
    viewer = new Dashboard(await install())
    expect(await viewer.login(await tokenOf('viewer'))).toBe(200)
    node = (await kubectl('get', 'node', 'k3s-s', '-o', 'jsonpath={.status.addresses[?(@.type=="InternalIP")].address}')).trim()
  }, 600_000)

  afterAll(async () => {
    await kubectl('apply', '-k', 'deploy/overlays/full').catch(() => {})
    await kubectl('-n', 'hopscope', 'rollout', 'status', 'daemonset/hopscope-agent', '--timeout=120s').catch(() => {})
  }, 180_000)

  it('view-only draws what the API server tells, and says that Envoys may not be asked', async () => {
    await apply('view-only')
    await watching(async () => {
      const { proxies, agents, troubles } = await allRead()
      expect(proxies.refused).toContain('pods/portforward')
      expect([agents.running, troubles]).toEqual([0, []])
      const walk = await viewer.walk(question(node))
      expect(walk.verdict.kind).toBe('unknown')
      // Kubernetes alone gives the way to the gateway's pod.
      const steps = mainWay(walk.steps)
      expect(steps.some(({ computed, rule }) => computed !== undefined && rule?.includes('KUBE-'))).toBe(true)
      const { proxies: rows } = await viewer.json('/api/proxies', proxiesSchema)
      expect(rows.length).toBeGreaterThan(3)
      expect(rows.every(({ connected, sync }) => !connected && sync === null)).toBe(true)
    })
  }, 240_000)

  it('tunnels adds Envoys and istiods, and a pod’s rules as istio-init logged them', async () => {
    await apply('tunnels')
    await watching(async () => {
      const status = await allRead()
      expect([status.proxies.refused, status.agents.running]).toEqual([null, 0])
      const walk = await eventually(
        () => viewer.walk(question(node)),
        ({ verdict }) => verdict.kind === 'delivered',
        60_000,
        'a delivered walk without an agent',
      )
      const sidecar = [...rulesOf(walk).keys()].find((netns) => netns.startsWith('default.'))
      const { netns, dumps } = await viewer.json(`/api/netfilter?netns=${sidecar}`, netfilterSchema)
      expect(netns).toBe(sidecar)
      const chains = dumps.flatMap(({ tables }) => tables.flatMap((table) => table.chains.map(({ name }) => name)))
      expect(chains).toContain('ISTIO_IN_REDIRECT')
      const evidence = mainWay(walk.steps).find((step) => step.netns === sidecar && step.kind === 'rule')?.evidence
      expect(JSON.stringify(evidence)).toContain('iptables-save.txt')
      const { proxies: rows } = await viewer.json('/api/proxies', proxiesSchema)
      expect(rows.some(({ sync }) => sync?.LDS.state === 'SYNCED')).toBe(true)
    })
  }, 240_000)
})
