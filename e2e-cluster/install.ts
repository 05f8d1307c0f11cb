import { randomBytes } from 'node:crypto'
import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { apply, eventually, kubectl, laboratory } from '@/e2e-cluster/laboratory'
import { writeRootfs } from '@/scripts/cluster/rootfs.mjs'
import { build } from '@/scripts/setup/build.mjs'
import { distDir } from '@/scripts/setup/project.mjs'

const IMAGE = 'docker.io/library/hopscope:0.1.0'
/** Of the host, where the node port is led to. */
const PORT = 31988

/** Builds the image without Docker, installs by the manifests as a person would, and leads the node port to a port of this machine. */
export async function install(port = PORT): Promise<string> {
  await build()
  const folder = mkdtempSync(join(tmpdir(), 'hopscope-image-'))
  try {
    const file = join(folder, 'hopscope.tar')
    const native = nativeModules(join(distDir, 'standalone'))
    if (native.length > 0) throw new Error(`built for one kind of processor only: ${native.join(', ')}`)
    const missing = writeRootfs(file)
    if (missing.length > 0) throw new Error(`this machine lacks ${missing.join(', ')}, which the node agent runs`)
    await laboratory('load-image', 'all', file, IMAGE)
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
  await apply('{"apiVersion":"v1","kind":"Namespace","metadata":{"name":"hopscope"}}')
  if (!(await kubectl('-n', 'hopscope', 'get', 'secret', 'hopscope-session', '--ignore-not-found')).includes('hopscope-session'))
    await kubectl(
      '-n',
      'hopscope',
      'create',
      'secret',
      'generic',
      'hopscope-session',
      `--from-literal=key=${randomBytes(48).toString('base64')}`,
    )
  await kubectl('apply', '-k', 'deploy/overlays/full')
  await apply(VIEWERS)
  // The image has the same name each time: pods of an older one go.
  await kubectl('-n', 'hopscope', 'rollout', 'restart', 'deployment/hopscope', 'daemonset/hopscope-agent')
  await kubectl('-n', 'hopscope', 'rollout', 'status', 'deployment/hopscope', '--timeout=120s')
  await kubectl('-n', 'hopscope', 'rollout', 'status', 'daemonset/hopscope-agent', '--timeout=120s')
  const nodePort = await kubectl('-n', 'hopscope', 'get', 'service', 'hopscope', '-o', 'jsonpath={.spec.ports[0].nodePort}')
  await laboratory('forward', String(port), '--stop').catch(() => {})
  await laboratory('forward', String(port), `k3s-s:${nodePort}`)
  const base = `http://127.0.0.1:${port}`
  await eventually(
    async () => (await fetch(`${base}/readyz`)).status,
    (status) => status === 200,
    60_000,
    'the dashboard is ready',
  )
  return base
}

/** Programs for one kind of processor in what was built: the image is the same for all. */
function nativeModules(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((file) => /\.(?:node|so(?:\.\d+)*|dylib)$/.test(file))
}

/** A person's token, as `kubectl create token` gives it. */
export async function tokenOf(account: 'viewer' | 'dev'): Promise<string> {
  return (await kubectl('-n', 'hopscope', 'create', 'token', account)).trim()
}

/** One who may see everything that is drawn, and one who may list pods and Services of one namespace. */
const VIEWERS = JSON.stringify({
  apiVersion: 'v1',
  kind: 'List',
  items: [
    { apiVersion: 'v1', kind: 'ServiceAccount', metadata: { name: 'viewer', namespace: 'hopscope' } },
    { apiVersion: 'v1', kind: 'ServiceAccount', metadata: { name: 'dev', namespace: 'hopscope' } },
    {
      apiVersion: 'rbac.authorization.k8s.io/v1',
      kind: 'ClusterRoleBinding',
      metadata: { name: 'hopscope-test-viewer' },
      roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name: 'hopscope-view' },
      subjects: [{ kind: 'ServiceAccount', name: 'viewer', namespace: 'hopscope' }],
    },
    {
      apiVersion: 'rbac.authorization.k8s.io/v1',
      kind: 'Role',
      metadata: { name: 'lister', namespace: 'default' },
      rules: [{ apiGroups: [''], resources: ['pods', 'services'], verbs: ['get', 'list', 'watch'] }],
    },
    {
      apiVersion: 'rbac.authorization.k8s.io/v1',
      kind: 'RoleBinding',
      metadata: { name: 'dev', namespace: 'default' },
      roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'Role', name: 'lister' },
      subjects: [{ kind: 'ServiceAccount', name: 'dev', namespace: 'hopscope' }],
    },
  ],
})
