import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { apply, boot, eventually, exec, kubectl, laboratory, whyNot } from '@/e2e-cluster/laboratory'
import { proxiesAt } from '@/server/proxies/list'
import { ClusterSource } from '@/server/source/cluster/cluster-source'

const NAMESPACE = 'hopscope-faults'

/** What a person would see of a source: who is in sync, and which objects there are. */
const proxyOf = (source: ClusterSource, id: string) => proxiesAt(source.recording, 0).proxies.find((proxy) => proxy.id === id)
const names = (source: ClusterSource, resource: string): string[] => {
  const text = source.recording.snapshotAt(0).read(`k8s/${resource}.json`)?.text
  return text === undefined ? [] : JSON.parse(text).items.map((item: { metadata: { name: string } }) => item.metadata.name)
}

describe.skipIf(whyNot() !== null)(`a source survives${whyNot() ? `: ${whyNot()}` : ''}`, () => {
  const folder = mkdtempSync(join(tmpdir(), 'hopscope-faults-'))
  const open: ClusterSource[] = []
  let kubeconfig = ''

  /** A source of the laboratory, with the administrator's rights or a kubeconfig of one's own. */
  function source(file = kubeconfig): ClusterSource {
    const made = new ClusterSource({
      name: 'laboratory',
      credentials: { kind: 'file', file, context: null },
      agentAccount: { namespace: 'hopscope', name: 'hopscope', tokenFile: null },
    })
    open.push(made)
    made.start()
    return made
  }

  /** A kubeconfig whose user gets its token from what a plugin prints. */
  function withPlugin(name: string, token: string): { file: string; give: (token: string) => void } {
    const credential = join(folder, `${name}.json`)
    const give = (text: string) =>
      writeFileSync(
        credential,
        JSON.stringify({ apiVersion: 'client.authentication.k8s.io/v1', kind: 'ExecCredential', status: { token: text } }),
      )
    give(token)
    const config = JSON.parse(readFileSync(kubeconfig, 'utf8'))
    const exec = { apiVersion: 'client.authentication.k8s.io/v1', command: 'cat', args: [credential], interactiveMode: 'Never' }
    config.users = config.users.map((user: { name: string }) => ({ name: user.name, user: { exec } }))
    const file = join(folder, `${name}.kubeconfig`)
    writeFileSync(file, JSON.stringify(config))
    return { file, give }
  }

  beforeAll(async () => {
    kubeconfig = await boot()
    await kubectl('delete', 'namespace', NAMESPACE, '--ignore-not-found')
    await apply(
      JSON.stringify({
        apiVersion: 'v1',
        kind: 'List',
        items: [
          { apiVersion: 'v1', kind: 'Namespace', metadata: { name: NAMESPACE } },
          { apiVersion: 'v1', kind: 'ServiceAccount', metadata: { name: 'reader', namespace: NAMESPACE } },
          {
            apiVersion: 'rbac.authorization.k8s.io/v1',
            kind: 'ClusterRole',
            metadata: { name: 'hopscope-faults' },
            rules: [
              { apiGroups: [''], resources: ['namespaces', 'nodes', 'pods'], verbs: ['list', 'watch'] },
              { apiGroups: ['apps', 'discovery.k8s.io'], resources: ['deployments', 'endpointslices'], verbs: ['list', 'watch'] },
            ],
          },
          {
            apiVersion: 'rbac.authorization.k8s.io/v1',
            kind: 'ClusterRoleBinding',
            metadata: { name: 'hopscope-faults' },
            roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name: 'hopscope-faults' },
            subjects: [{ kind: 'ServiceAccount', name: 'reader', namespace: NAMESPACE }],
          },
        ],
      }),
    )
  })

  afterAll(async () => {
    for (const one of open) one.close()
    rmSync(folder, { recursive: true, force: true })
    await laboratory('mesh', 'stall', 'client.default', 'off').catch(() => {})
    await kubectl('-n', 'istio-system', 'scale', 'deployment/istiod', '--replicas=1').catch(() => {})
    await kubectl('delete', 'clusterrolebinding/hopscope-faults', 'clusterrole/hopscope-faults', '--ignore-not-found')
    await kubectl('delete', 'namespace', NAMESPACE, '--ignore-not-found', '--wait=false')
  })

  it('a token that has expired, as soon as the plugin gives a new one', async () => {
    const plugin = withPlugin('expired', 'no.good.token')
    const one = source(plugin.file)
    const failed = await eventually(
      async () => one.status(),
      ({ state }) => state === 'failed',
      15_000,
      'the refusal is told',
    )
    expect(failed.why).toContain('401')
    plugin.give((await kubectl('-n', NAMESPACE, 'create', 'token', 'reader')).trim())
    await eventually(
      async () => one.status().state,
      (state) => state === 'connected',
      60_000,
      'it goes on by itself',
    )
    await eventually(
      async () => names(one, 'namespaces'),
      (found) => found.includes(NAMESPACE),
      20_000,
      'namespaces are there',
    )
  })

  it('one resource that is forbidden, and sees it once it is allowed', async () => {
    const plugin = withPlugin('forbidden', (await kubectl('-n', NAMESPACE, 'create', 'token', 'reader')).trim())
    const one = source(plugin.file)
    await eventually(
      async () => one.status().troubles.map(({ resource }) => resource),
      (troubles) => troubles.includes('services'),
      20_000,
      'services are forbidden',
    )
    await eventually(
      async () => one.status().state,
      (state) => state === 'connected',
      20_000,
      'the rest is read',
    )
    expect(one.recording.problems.some(({ entry, message }) => entry === 'k8s/services.json' && message.includes('403'))).toBe(true)
    await eventually(
      async () => names(one, 'pods').length,
      (count) => count > 5,
      20_000,
      'pods are there',
    )
    const rule = { op: 'add', path: '/rules/-', value: { apiGroups: [''], resources: ['services'], verbs: ['list', 'watch'] } }
    await kubectl('patch', 'clusterrole', 'hopscope-faults', '--type=json', '-p', JSON.stringify([rule]))
    await eventually(
      async () => names(one, 'services'),
      (found) => found.includes('kubernetes'),
      60_000,
      'services are there',
    )
  })

  it('an API server that restarts: the picture stands, and what came meanwhile is seen', async () => {
    const one = source()
    await eventually(
      async () => names(one, 'services').length,
      (count) => count > 3,
      20_000,
      'the first list',
    )
    const before = names(one, 'pods')
    const pids = (await exec('k3s-s', 'pgrep', '-f', 'kube-apiserver')).trim().split('\n')
    await exec('k3s-s', 'kill', '-9', ...pids)
    expect(names(one, 'pods')).toEqual(before)
    await eventually(
      () => kubectl('-n', NAMESPACE, 'create', 'service', 'clusterip', 'after-restart', '--tcp=80:80'),
      () => true,
      60_000,
      'the API server is back',
    )
    await eventually(
      async () => names(one, 'services'),
      (found) => found.includes('after-restart'),
      60_000,
      'the new Service is seen',
    )
    await eventually(
      async () => one.status().troubles,
      (troubles) => troubles.length === 0,
      60_000,
      'nothing fails any more',
    )
  })

  it('an istiod that is gone: its proxies are shown without one, and with it again', async () => {
    const one = source()
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
    const one = source()
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
    const one = source()
    const leave = one.viewers.come(1000)
    await eventually(
      async () => one.status().proxies,
      ({ done, of }) => of > 3 && done === of,
      60_000,
      'all are read',
    )
    const old = names(one, 'pods').find((name) => name.startsWith('ratings-')) ?? ''
    const reading = one.refresh()
    await kubectl('-n', 'book-demo', 'delete', 'pod', old, '--grace-period=0', '--force')
    await reading
    await eventually(
      async () => one.recording.snapshotAt(0).under(`pods/book-demo.${old}`).length,
      (count) => count === 0,
      30_000,
      'what it showed is gone',
    )
    const fresh = async () => names(one, 'pods').find((name) => name.startsWith('ratings-') && name !== old)
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
    const one = source()
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
