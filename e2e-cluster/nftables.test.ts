import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { Dashboard, mainWay } from '@/e2e-cluster/dashboard'
import { install, tokenOf } from '@/e2e-cluster/install'
import { boot, eventually, exec, execFed, kubectl, laboratory, watch, whyNot } from '@/e2e-cluster/laboratory'
import { GATEWAY_PORT, question, send } from '@/e2e-cluster/seed'
import { overviewSchema } from '@/lib/api/overview'

const NODE = 'k3s-s'
const TABLE = 'hopscope_trace'
/** A rule of kube-proxy's own table that matched, as the kernel reports it: packet and chain. */
const MATCHED = /^trace id ([0-9a-f]+) ip kube-proxy (\S+) rule /

/** A second cluster, beside the one of the other tests: how kube-proxy writes its rules is chosen when a cluster boots. */
const folder = mkdtempSync(join(tmpdir(), 'hopscope-nftables-'))
Object.assign(process.env, { HOPSCOPE_CLUSTER_DIR: folder, HOPSCOPE_CLUSTER_PREFIX: 'nft-', HOPSCOPE_CLUSTER_API_PORT: '36443' })

describe.skipIf(whyNot() !== null)(`a cluster whose kube-proxy writes nftables${whyNot() ? `: ${whyNot()}` : ''}`, () => {
  let viewer: Dashboard
  let nodeIp = ''

  beforeAll(async () => {
    await boot('--proxy-mode', 'nftables')
    viewer = new Dashboard(await install(31_989))
    expect(await viewer.login(await tokenOf('viewer'))).toBe(200)
    nodeIp = (await kubectl('get', 'node', NODE, '-o', 'jsonpath={.status.addresses[?(@.type=="InternalIP")].address}')).trim()
  }, 900_000)

  afterAll(async () => {
    await laboratory('down')
    rmSync(folder, { recursive: true, force: true })
  }, 120_000)

  it('is walked through the chains that the kernel reports of a real request', async () => {
    const stream = viewer.events(2000)
    try {
      const walk = await eventually(
        () => viewer.walk(question(nodeIp)),
        ({ verdict, steps }) =>
          verdict.kind === 'delivered' &&
          mainWay(steps).some(({ netns, computed, kind }) => netns === NODE && kind === 'rule' && !computed),
        90_000,
        'a walk by what the agents read',
      )
      const mark = `tcp dport ${GATEWAY_PORT} tcp flags & (syn|ack|rst|fin) == syn meta nftrace set 1`
      await execFed(`table inet ${TABLE} { chain in { type filter hook prerouting priority -450; ${mark}; }; }\n`, NODE, 'nft', '-f', '-')
      const monitor = watch(NODE, 'nft', 'monitor', 'trace')
      try {
        // The monitor listens once it has told of a packet.
        await eventually(
          async () => (await send(nodeIp)) === '200' && chainsOf(monitor.text()).length > 0,
          (told) => told,
          20_000,
          'a trace',
        )
        const walked = mainWay(walk.steps).flatMap(({ netns, kind, table, chain }) =>
          netns === NODE && kind === 'rule' && table?.includes('kube-proxy') ? [chain] : [],
        )
        expect(walked.length).toBeGreaterThan(3)
        // The monitor tells of a packet line by line.
        await eventually(
          async () => chainsOf(monitor.text()),
          (told) => told.length >= walked.length,
          10_000,
          'the trace’s end',
        )
        expect(walked).toEqual(chainsOf(monitor.text()))
      } finally {
        await monitor.stop()
        await exec(NODE, 'nft', 'delete', 'table', 'inet', TABLE)
      }
    } finally {
      stream.stop()
    }
    expect((await viewer.json('/api/overview', overviewSchema)).kubeProxy).toBe('nftables')
  }, 240_000)
})

/** The chains whose rules the first traced packet matched, in order. */
function chainsOf(text: string): string[] {
  const found = text.split('\n').flatMap((line) => {
    const [, packet, chain] = MATCHED.exec(line) ?? []
    return packet === undefined || chain === undefined ? [] : [{ packet, chain }]
  })
  return found.filter(({ packet }) => packet === found[0]?.packet).map(({ chain }) => chain)
}
