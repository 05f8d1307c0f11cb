import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { apply, boot, eventually, exec, kubectl, whyNot } from '@/e2e-cluster/laboratory'
import { namesOf, Sources } from '@/e2e-cluster/sources'

const NAMESPACE = 'hopscope-faults'

describe.skipIf(whyNot() !== null)(`a source survives, of the API server${whyNot() ? `: ${whyNot()}` : ''}`, () => {
  const folder = mkdtempSync(join(tmpdir(), 'hopscope-faults-'))
  const sources = new Sources()
  let kubeconfig = ''

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
    sources.closeAll()
    rmSync(folder, { recursive: true, force: true })
    await kubectl('delete', 'clusterrolebinding/hopscope-faults', 'clusterrole/hopscope-faults', '--ignore-not-found')
    await kubectl('delete', 'namespace', NAMESPACE, '--ignore-not-found', '--wait=false')
  })

  it('a token that has expired, as soon as the plugin gives a new one', async () => {
    const plugin = withPlugin('expired', 'no.good.token')
    const one = sources.open(plugin.file)
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
      async () => namesOf(one, 'namespaces'),
      (found) => found.includes(NAMESPACE),
      20_000,
      'namespaces are there',
    )
  })

  it('one resource that is forbidden, and sees it once it is allowed', async () => {
    const plugin = withPlugin('forbidden', (await kubectl('-n', NAMESPACE, 'create', 'token', 'reader')).trim())
    const one = sources.open(plugin.file)
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
      async () => namesOf(one, 'pods').length,
      (count) => count > 5,
      20_000,
      'pods are there',
    )
    const rule = { op: 'add', path: '/rules/-', value: { apiGroups: [''], resources: ['services'], verbs: ['list', 'watch'] } }
    await kubectl('patch', 'clusterrole', 'hopscope-faults', '--type=json', '-p', JSON.stringify([rule]))
    await eventually(
      async () => namesOf(one, 'services'),
      (found) => found.includes('kubernetes'),
      60_000,
      'services are there',
    )
  })

  it('an API server that restarts: the picture stands, and what came meanwhile is seen', async () => {
    const one = sources.open(kubeconfig)
    await eventually(
      async () => namesOf(one, 'services').length,
      (count) => count > 3,
      20_000,
      'the first list',
    )
    const before = namesOf(one, 'pods')
    const pids = (await exec('k3s-s', 'pgrep', '-f', 'kube-apiserver')).trim().split('\n')
    await exec('k3s-s', 'kill', '-9', ...pids)
    expect(namesOf(one, 'pods')).toEqual(before)
    await eventually(
      () => kubectl('-n', NAMESPACE, 'create', 'service', 'clusterip', 'after-restart', '--tcp=80:80'),
      () => true,
      60_000,
      'the API server is back',
    )
    await eventually(
      async () => namesOf(one, 'services'),
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
})
