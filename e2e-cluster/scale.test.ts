import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { printRow } from '@/bench/table.mjs'
import { apply, boot, eventually, kubectl, whyNot } from '@/e2e-cluster/laboratory'
import { measure } from '@/e2e-cluster/scale-measure'
import { makeAll, manyObjects } from '@/e2e-cluster/scale-objects'
import { KubeApi } from '@/server/source/cluster/kube-api'

const MANY = { pods: 1000, services: 5000, nodes: 200 }
const NAMESPACE = 'hopscope-scale'

/**
 * The goals of the product: one viewer of a large cluster. The first picture counts in time of the processor: by the clock it is
 * printed, and on a machine that runs the whole cluster, and other things, beside it mostly theirs.
 */
const GOALS = { firstPictureMs: 5000, rssMiB: 600, cpuShare: 0.1 }

describe.skipIf(whyNot() !== null)(`a large cluster${whyNot() ? `: ${whyNot()}` : ''}`, () => {
  let kubeconfig = ''

  beforeAll(async () => {
    kubeconfig = await boot()
    // An agent would be put on each of the nodes that have no machine.
    await kubectl('-n', 'hopscope', 'delete', 'daemonset', 'hopscope-agent', '--ignore-not-found')
    await kubectl('delete', 'namespace', NAMESPACE, '--ignore-not-found')
    await kubectl('delete', 'nodes', '-l', 'scale=yes', '--wait=false')
    await apply(`{"apiVersion":"v1","kind":"Namespace","metadata":{"name":"${NAMESPACE}"}}`)
    await eventually(
      () => kubectl('-n', NAMESPACE, 'get', 'serviceaccount', 'default'),
      () => true,
      30_000,
      'the namespace has its account',
    )
    await makeAll(new KubeApi({ kind: 'file', file: kubeconfig, context: null }), manyObjects(NAMESPACE, MANY))
    // What is measured is a cluster that stands: nodes whose kubelet never came are found out after a minute.
    await kubectl('wait', 'nodes', '-l', 'scale=yes', '--for=condition=Ready=unknown', '--timeout=180s')
  }, 600_000)

  afterAll(async () => {
    await kubectl('delete', 'nodes', '-l', 'scale=yes', '--wait=false')
    await kubectl('delete', 'namespace', NAMESPACE, '--ignore-not-found', '--wait=false')
  }, 120_000)

  it(`of ${MANY.pods} pods, ${MANY.services} Services and ${MANY.nodes} nodes is shown in time and space`, async () => {
    const measured = await measure(kubeconfig)
    const { nodes, eventLoopP99Ms } = measured
    const many = `${measured.pods} pods, ${measured.services} Services, ${nodes} nodes`
    const row = (what: string, value: number, unit: string, goal: number, detail: string) => printRow({ what, value, unit, goal, detail })
    row('live cluster: first picture, by the clock', measured.firstPictureMs / 1000, ' s', GOALS.firstPictureMs / 1000, many)
    row(
      'live cluster: first picture, of the processor',
      measured.firstPictureCpuMs / 1000,
      ' s',
      GOALS.firstPictureMs / 1000,
      'from its start',
    )
    row('live cluster: memory', measured.rssMiB, ' MiB', GOALS.rssMiB, 'resident, all threads')
    row(
      'live cluster: processor with one viewer',
      measured.cpuShare * 100,
      ' %',
      GOALS.cpuShare * 100,
      `event loop p99 ${eventLoopP99Ms.toFixed(0)} ms`,
    )
    expect(measured.pods).toBeGreaterThanOrEqual(MANY.pods)
    expect(measured.services).toBeGreaterThanOrEqual(MANY.services)
    expect(measured.nodes).toBeGreaterThanOrEqual(MANY.nodes)
    expect(measured.firstPictureCpuMs).toBeLessThan(GOALS.firstPictureMs)
    expect(measured.rssMiB).toBeLessThan(GOALS.rssMiB)
    expect(measured.cpuShare).toBeLessThan(GOALS.cpuShare)
  }, 300_000)
})
