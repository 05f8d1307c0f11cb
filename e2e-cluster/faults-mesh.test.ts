import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { boot, eventually, kubectl, laboratory, whyNot } from '@/e2e-cluster/laboratory'
import { namesOf, proxyOf, Sources } from '@/e2e-cluster/sources'

describe.skipIf(whyNot() !== null)(`a source survives, of the mesh and the nodes${whyNot() ? `: ${whyNot()}` : ''}`, () => {
  const sources = new Sources()
  let kubeconfig = ''

  beforeAll(async () => {
    kubeconfig = await boot()
  })

  afterAll(async () => {
    sources.closeAll()
    await laboratory('mesh', 'stall', 'client.default', 'off').catch(() => {})
    await kubectl('-n', 'istio-system', 'scale', 'deployment/istiod', '--replicas=1').catch(() => {})
  })

  it('an istiod that is gone: its proxies are shown without one, and with it again', async () => {
    const one = sources.open(kubeconfig)
    const leave = one.viewers.come(1000)
    await eventually(
      async () => proxyOf(one, 'client.default')?.connected,
      (connected) => connected === true,
      30_000,
      'connected at first',
    )
    await kubectl('-n', 'istio-system', 'scale', 'deployment/istiod', '--replicas=0')
    await eventually(
      async () => proxyOf(one, 'client.default')?.connected,
      (connected) => connected === false,
      60_000,
      'no istiod serves it',
    )
    expect(proxyOf(one, 'client.default')?.envoyState).toBe('LIVE')
    await kubectl('-n', 'istio-system', 'scale', 'deployment/istiod', '--replicas=1')
    await eventually(
      async () => proxyOf(one, 'client.default')?.sync?.CDS.state,
      (state) => state === 'SYNCED',
      90_000,
      'in sync again',
    )
    leave()
  })

  it('an Envoy that is stopped while it is asked: the others are read, and it once it goes on', async () => {
    await laboratory('mesh', 'stall', 'client.default', 'on')
    const one = sources.open(kubeconfig)
    const leave = one.viewers.come(1000)
    const missingOf = (netns: string) =>
      one.recording.scenario.missing.find(({ path }) => path === `pods/${netns}/envoy/config_dump.json`)?.why
    const missing = async () => {
      one.recording.grows?.looked(['default.client'])
      return missingOf('default.client')
    }
    // Nobody else waits for it: rounds are complete every few seconds.
    for (const _ of [1, 2]) {
      const before = one.now()
      await eventually(
        async () => one.status().readAt ?? 0,
        (readAt) => readAt > before,
        10_000,
        'the next round',
      )
    }
    const notLookedAt = missingOf('default.nginx-pod')
    expect(notLookedAt).toBeDefined()
    await eventually(missing, (why) => why !== undefined && why !== notLookedAt, 60_000, 'it is told that Envoy does not answer')
    expect(one.status().proxies.done).toBe(one.status().proxies.of)
    expect(
      one.recording
        .snapshotAt(0)
        .paths()
        .filter((path) => path.endsWith('/envoy/server_info.json')).length,
    ).toBe(one.status().proxies.of - 1)
    await laboratory('mesh', 'stall', 'client.default', 'off')
    await eventually(missing, (why) => why === undefined, 60_000, 'it is read')
    leave()
  })

  it('a pod that is deleted in the middle of a tunnel, and one that comes for it', async () => {
    const one = sources.open(kubeconfig)
    const leave = one.viewers.come(1000)
    await eventually(
      async () => one.status().proxies,
      ({ done, of }) => of > 3 && done === of,
      60_000,
      'all are read',
    )
    const old = namesOf(one, 'pods').find((name) => name.startsWith('ratings-')) ?? ''
    const reading = one.refresh()
    await kubectl('-n', 'book-demo', 'delete', 'pod', old, '--grace-period=0', '--force')
    await reading
    await eventually(
      async () => one.recording.snapshotAt(0).under(`pods/book-demo.${old}`).length,
      (count) => count === 0,
      30_000,
      'what it showed is gone',
    )
    const fresh = async () => namesOf(one, 'pods').find((name) => name.startsWith('ratings-') && name !== old)
    await eventually(
      async () => one.recording.snapshotAt(0).read(`pods/book-demo.${await fresh()}/envoy/server_info.json`) !== null,
      (there) => there,
      90_000,
      'the new one is read',
    )
    leave()
  })

  it('a node agent that is gone: the other nodes are read, and its own when it is back', async () => {
    if (!(await kubectl('get', 'daemonset', '-A')).includes('hopscope-agent'))
      throw new Error('the agent is not installed: run the tests of cluster.test.ts first')
    const one = sources.open(kubeconfig)
    const leave = one.viewers.come(1000)
    await eventually(
      async () => one.nodeAges().size,
      (count) => count === 3,
      60_000,
      'three nodes are read',
    )
    const pods = JSON.parse(
      await kubectl('-n', 'hopscope', 'get', 'pods', '-l', 'app.kubernetes.io/name=hopscope-agent', '-o', 'json'),
    ).items
    const gone: { metadata: { name: string }; spec: { nodeName: string } } = pods[0]
    await kubectl('-n', 'hopscope', 'delete', 'pod', gone.metadata.name, '--grace-period=0', '--force')
    const rules = one.recording.snapshotAt(0).read(`nodes/${gone.spec.nodeName}/iptables-save.txt`)
    expect(rules).not.toBeNull()
    await kubectl('-n', 'hopscope', 'rollout', 'status', 'daemonset/hopscope-agent', '--timeout=60s')
    const back = one.now()
    await eventually(
      async () => one.now() - (one.nodeAges().get(gone.spec.nodeName) ?? Number.POSITIVE_INFINITY),
      (readAt) => readAt > back,
      90_000,
      'the node is read again',
    )
    leave()
  })
})
