import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { expect, it } from 'vitest'
import { openRecording } from '@/lib/recording/open'
import { clusterRegistry } from '@/server/metrics/registry'
import type { ClusterSource } from '@/server/source/cluster/cluster-source'

/** A source as the metrics ask it, over what a recording of a mesh in trouble shows. */
function source(name: string): ClusterSource {
  const opened = openRecording(new Uint8Array(readFileSync(resolve(`recordings/${name}.zip`))), name)
  if (!opened.ok) throw new Error(opened.problem.message)
  const status = { now: 5000, readAt: 2000, troubles: [{ resource: 'nodes', why: '403' }], agents: { running: 2, of: 3 }, tunnels: 4 }
  return {
    settings: { name },
    recording: opened.value,
    viewers: { interval: () => 5000, count: 1 },
    status: () => status,
    nodeAges: () => new Map([['node-a', 1500]]),
  } as unknown as ClusterSource
}

it('tells each proxy’s states, what can’t be watched, and how old what is read is', async () => {
  const text = await clusterRegistry(() => [source('xds-trouble-nack')]).metrics()
  expect(text).toMatch(/^hopscope_proxy_xds_state\{cluster="xds-trouble-nack",proxy="[^"]+",type="LDS",state="ERROR"\} 1$/m)
  expect(text).toMatch(/state="SYNCED"\} 1$/m)
  expect(text).toContain('hopscope_reading_age_seconds{cluster="xds-trouble-nack"} 3')
  expect(text).toContain('hopscope_agent_lag_seconds{cluster="xds-trouble-nack",node="node-a"} 1.5')
  expect(text).toContain('hopscope_watch_failed{cluster="xds-trouble-nack",resource="nodes"} 1')
})
