import type { ChildProcess } from 'node:child_process'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { Dashboard } from '@/e2e-cluster/dashboard'
import { boot, eventually, givenKubeconfig, whyNot } from '@/e2e-cluster/laboratory'
import { serve } from '@/e2e-cluster/served'
import { type Overview, overviewSchema } from '@/lib/api/overview'
import { openRecording } from '@/lib/recording/open'
import type { Recording } from '@/lib/recording/recording'
import { KubeApi } from '@/server/source/cluster/kube-api'
import { listPage } from '@/server/source/cluster/kube-object'
import { walkAt } from '@/server/walk/walks'

/** Lists that a quiet cluster does not change meanwhile. */
const LISTS = { namespaces: '/api/v1/namespaces', nodes: '/api/v1/nodes', services: '/api/v1/services' } as const
/** Ways of the overview that are walked. */
const MOST_WAYS = 12
const PORT = 31_993

const why = givenKubeconfig === null ? whyNot() : null

/** Only reads: whatever cluster KUBECONFIG names, nothing is installed or changed there. Without one the laboratory's. */
describe.skipIf(why !== null)(`a cluster that a kubeconfig names${why ? `: ${why}` : ''}`, () => {
  let server: ChildProcess
  let overview: Overview
  let exported: Recording
  const viewer = new Dashboard(`http://127.0.0.1:${PORT}`)
  let api: KubeApi

  beforeAll(async () => {
    const kubeconfig = givenKubeconfig ?? (await boot())
    api = new KubeApi({ kind: 'file', file: kubeconfig, context: null })
    server = await serve({ kubeconfig, port: PORT })
    await eventually(
      async () => (await viewer.get('/readyz')).status,
      (status) => status === 200,
      120_000,
      'the cluster is listed',
    )
    const stream = viewer.events(5000)
    await eventually(
      () => viewer.status(),
      ({ readAt, proxies: { done, of } }) => readAt !== null && done === of,
      120_000,
      'every proxy is asked',
    )
    overview = await viewer.json('/api/overview', overviewSchema)
    const opened = openRecording(new Uint8Array(await (await viewer.get('/api/export')).arrayBuffer()), 'export.zip')
    if (!opened.ok) throw new Error(opened.problem.message)
    exported = opened.value
    stream.stop()
  }, 600_000)

  afterAll(async () => {
    const ended = new Promise((done) => server.once('exit', done))
    server.kill('SIGTERM')
    await ended
  })

  it.each(Object.entries(LISTS))('is listed as its API server does: %s', async (name, path) => {
    const { items } = listPage(await api.json(path))
    const held: { items: { metadata: { uid?: string } }[] } = JSON.parse(exported.snapshotAt(0).read(`k8s/${name}.json`)?.text ?? '')
    expect(held.items.map(({ metadata }) => metadata.uid).sort()).toEqual(items.map(({ metadata }) => metadata.uid).sort())
    expect(items.length).toBeGreaterThan(0)
  })

  it('is walked, and its export gives the same walks', async () => {
    const ways = overview.rows.flatMap((row) => row.ways).slice(0, MOST_WAYS)
    expect(ways.length).toBeGreaterThan(0)
    for (const { question } of ways) {
      const { from, url, host } = question
      const live = await viewer.walk({ from, url, ...(host === null ? {} : { host }) })
      expect(live.steps.length, url).toBeGreaterThan(0)
      expect(walkAt(exported, { ...question, at: 0 }).verdict.kind, `${from} ${url}`).toBe(live.verdict.kind)
    }
  })
})
