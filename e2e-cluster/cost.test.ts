import { setTimeout as pause } from 'node:timers/promises'
import { beforeAll, describe, expect, it } from 'vitest'
import { Dashboard } from '@/e2e-cluster/dashboard'
import { install, tokenOf } from '@/e2e-cluster/install'
import { boot, exec, kubectl, whyNot } from '@/e2e-cluster/laboratory'
import { question } from '@/e2e-cluster/seed'

/** The goal of the product, of one core, for each agent. */
const MOST = 0.02
/** What the page asks for unless its reader chooses otherwise. */
const EVERY_MS = 5000
const LOOKS_MS = 30_000
/** Of /proc/PID/stat: its own time in both modes, and that of the programs it has run. */
const TIMES = [13, 14, 15, 16]
const TICKS_A_SECOND = 100

/** Seconds of the processor that the agent of a node and its programs have had. */
async function secondsOf(node: string): Promise<number> {
  const pid = (await exec(node, 'pgrep', '-f', '/app/agent.js')).trim().split('\n')[0] ?? ''
  const fields = (await exec(node, 'cat', `/proc/${pid}/stat`)).replace(/\(.*\)/, 'name').split(' ')
  return TIMES.reduce((sum, index) => sum + Number(fields[index]), 0) / TICKS_A_SECOND
}

describe.skipIf(whyNot() !== null)(`the node agents${whyNot() ? `: ${whyNot()}` : ''}`, () => {
  let viewer: Dashboard

  beforeAll(async () => {
    await boot()
    viewer = new Dashboard(await install())
    await viewer.login(await tokenOf('viewer'))
  }, 600_000)

  it(`take at most ${MOST * 100} % of a core each while one person looks at a question`, async () => {
    const nodes: string[] = JSON.parse(await kubectl('get', 'nodes', '-o', 'json')).items.map(
      (node: { metadata: { name: string } }) => node.metadata.name,
    )
    const stream = viewer.events(EVERY_MS)
    const { steps } = await viewer.walk(question('192.168.10.10'))
    expect(new Set(steps.flatMap(({ netns }) => netns ?? [])).size).toBeGreaterThan(3)
    const before = await Promise.all(nodes.map(secondsOf))
    const from = performance.now()
    await pause(LOOKS_MS)
    const after = await Promise.all(nodes.map(secondsOf))
    const looked = (performance.now() - from) / 1000
    stream.stop()
    const shares = nodes.map((node, n) => [node, ((after[n] ?? 0) - (before[n] ?? 0)) / looked] as const)
    console.log(Object.fromEntries(shares))
    // They do read meanwhile.
    expect(Math.max(...shares.map(([, share]) => share))).toBeGreaterThan(0)
    for (const [node, share] of shares) expect(share, node).toBeLessThan(MOST)
  }, 120_000)
})
