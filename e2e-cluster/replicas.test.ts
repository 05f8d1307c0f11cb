import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { Dashboard } from '@/e2e-cluster/dashboard'
import { install, tokenOf } from '@/e2e-cluster/install'
import { boot, eventually, kubectl, laboratory, whyNot } from '@/e2e-cluster/laboratory'

/** Of the host: each leads to one replica. */
const PORTS = [31_981, 31_982] as const
const SELECTOR = 'app.kubernetes.io/name=hopscope'

async function pods(): Promise<string[]> {
  const { items } = JSON.parse(await kubectl('-n', 'hopscope', 'get', 'pods', '-l', SELECTOR, '-o', 'json'))
  return items.flatMap((pod: { metadata: { name: string; deletionTimestamp?: string } }) =>
    pod.metadata.deletionTimestamp === undefined ? [pod.metadata.name] : [],
  )
}

const ready = (base: string) =>
  eventually(
    async () => (await fetch(`${base}/readyz`)).status,
    (status) => status === 200,
    60_000,
    `${base} is ready`,
  )

describe.skipIf(whyNot() !== null)(`two replicas behind one Service${whyNot() ? `: ${whyNot()}` : ''}`, () => {
  const bases = PORTS.map((port) => `http://127.0.0.1:${port}`)
  const [first = '', second = ''] = bases
  let names: string[] = []

  beforeAll(async () => {
    await boot()
    await install()
    await kubectl('-n', 'hopscope', 'scale', 'deployment/hopscope', '--replicas=2')
    await kubectl('-n', 'hopscope', 'rollout', 'status', 'deployment/hopscope', '--timeout=120s')
    names = await eventually(pods, (found) => found.length === 2, 30_000, 'two replicas')
    for (const [n, port] of PORTS.entries()) {
      await kubectl('-n', 'hopscope', 'delete', 'service', `replica-${n}`, '--ignore-not-found')
      await kubectl('-n', 'hopscope', 'label', '--overwrite', 'pod', names[n] ?? '', `replica=${n}`)
      await kubectl('-n', 'hopscope', 'create', 'service', 'clusterip', `replica-${n}`, '--tcp=80:3000')
      await kubectl(
        '-n',
        'hopscope',
        'patch',
        'service',
        `replica-${n}`,
        '-p',
        JSON.stringify({ spec: { selector: { app: null, replica: String(n) } } }),
      )
      await laboratory('forward', String(port), '--stop').catch(() => {})
      await laboratory('forward', String(port), `hopscope/replica-${n}:80`)
    }
    await Promise.all(bases.map(ready))
  }, 600_000)

  afterAll(async () => {
    for (const [n, port] of PORTS.entries()) {
      await laboratory('forward', String(port), '--stop').catch(() => {})
      await kubectl('-n', 'hopscope', 'delete', 'service', `replica-${n}`, '--ignore-not-found')
    }
    await kubectl('-n', 'hopscope', 'scale', 'deployment/hopscope', '--replicas=1')
  }, 120_000)

  it('take each other’s sessions, and show the same', async () => {
    const viewer = new Dashboard(first)
    expect((await viewer.get('/api/source')).status).toBe(401)
    expect(await viewer.login(await tokenOf('viewer'))).toBe(200)
    const other = viewer.at(second)
    expect((await new Dashboard(second).get('/api/source')).status).toBe(401)
    expect((await other.status()).state).toBe('connected')
    const choices = await Promise.all([viewer, other].map(async (one) => (await one.get('/api/choices')).text()))
    expect(choices[0]?.length).toBeGreaterThan(100)
    expect(choices[1]).toBe(choices[0])
    // Logged out at one: its cookie is gone from the browser, and so from both.
    const loggedOut = await fetch(`${second}/api/session`, { method: 'DELETE' })
    expect(loggedOut.headers.get('set-cookie')).toContain('Max-Age=0')
  })

  it('hand over when one goes in the middle of streams: they end at once, and begin anew at the other', async () => {
    const viewer = new Dashboard(first)
    expect(await viewer.login(await tokenOf('viewer'))).toBe(200)
    const streams = Array.from({ length: 20 }, () => viewer.events(5000))
    const said =
      (name: string, among = streams) =>
      async () =>
        among.filter(({ seen }) => seen.some((event) => event.name === name)).length
    await eventually(said('hello'), (count) => count === streams.length, 20_000, 'each has its stream')
    const told = performance.now()
    const gone = kubectl('-n', 'hopscope', 'delete', 'pod', names[0] ?? '', '--wait=true')
    await Promise.all(streams.map(({ ended }) => ended))
    expect(performance.now() - told).toBeLessThan(5000)
    // As a browser comes back: with the last event that it had, which the other replica has never sent.
    const again = viewer.at(second).events(1000, 1e9)
    try {
      await eventually(
        said('hello', [again]),
        (count) => count === 1,
        5000,
        'the other replica says hello, and the page asks for everything',
      )
      await eventually(said('frame', [again]), (count) => count === 1, 20_000, 'and goes on telling')
      await gone
      expect(performance.now() - told).toBeLessThan(10_000)
      expect((await viewer.at(second).status()).state).toBe('connected')
    } finally {
      again.stop()
    }
  })
})
