import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { expect, it } from 'vitest'
import { openRecording } from '@/lib/recording/open'
import type { Recording } from '@/lib/recording/recording'
import type { Snapshot } from '@/lib/recording/snapshot'
import { clusterRegistry } from '@/server/metrics/registry'
import type { ClusterSource } from '@/server/source/cluster/cluster-source'

/** A source as the metrics ask it, over what a recording of a mesh in trouble shows. */
function source(name: string, moreRules = ''): ClusterSource {
  const opened = openRecording(new Uint8Array(readFileSync(resolve(`recordings/${name}.zip`))), name)
  if (!opened.ok) throw new Error(opened.problem.message)
  const status = { now: 5000, readAt: 2000, troubles: [{ resource: 'nodes', why: '403' }], agents: { running: 2, of: 3 }, tunnels: 4 }
  return {
    settings: { name },
    recording: moreRules === '' ? opened.value : withRules(opened.value, moreRules),
    viewers: { interval: () => 5000, count: 1 },
    status: () => status,
    nodeAges: () => new Map([['node-a', 1500]]),
  } as unknown as ClusterSource
}

/** The same with rules at the end of each dump of IPv4, as nodes of large clusters have them. */
function withRules(recording: Recording, rules: string): Recording {
  const snapshotAt = (ms: number): Snapshot => {
    const snapshot = recording.snapshotAt(ms)
    const read = (path: string) => {
      const seen = snapshot.read(path)
      if (!seen || !path.endsWith('/iptables-save.txt')) return seen
      return { ...seen, text: `${seen.text}\n*filter\n:FORWARD ACCEPT [0:0]\n${rules}\nCOMMIT\n` }
    }
    return { at: snapshot.at, paths: snapshot.paths, under: snapshot.under, read }
  }
  return Object.create(recording, { snapshotAt: { value: snapshotAt } })
}

it('tells each proxy’s states, what can’t be watched, and how old what is read is', async () => {
  const text = await clusterRegistry(() => [source('xds-trouble-nack')]).metrics()
  expect(text).toMatch(/^hopscope_proxy_xds_state\{cluster="xds-trouble-nack",proxy="[^"]+",type="LDS",state="ERROR"\} 1$/m)
  expect(text).toMatch(/state="SYNCED"\} 1$/m)
  expect(text).toContain('hopscope_reading_age_seconds{cluster="xds-trouble-nack"} 3')
  expect(text).toContain('hopscope_agent_lag_seconds{cluster="xds-trouble-nack",node="node-a"} 1.5')
  expect(text).toContain('hopscope_watch_failed{cluster="xds-trouble-nack",resource="nodes"} 1')
})

it('gives each rule that counts a series by its text, those that have counted first where there are too many', async () => {
  const text = await clusterRegistry(() => [source('xds-trouble-nack')]).metrics()
  const rules = [...text.matchAll(/^hopscope_rule_packets_total\{(.*)\} (\d+)$/gm)].map(([, labels = '', packets]) => ({
    labels,
    packets: Number(packets),
  }))
  expect(
    rules.some(({ labels, packets }) => labels.includes('table="nat"') && labels.includes('rule="-A KUBE-SERVICES ') && packets > 0),
  ).toBe(true)
  expect(rules.every(({ labels }) => /(?:^|,)netns="[^"]+"/.test(labels) && /(?:^|,)target="/.test(labels))).toBe(true)
  expect(text).toMatch(/^hopscope_rules_left_out 0$/m)

  const many = Array.from({ length: 900 }, (_, n) => `[${n % 10}:0] -A FORWARD -s 10.9.${n >> 8}.${n & 255}/32 -j ACCEPT`).join('\n')
  const large = await clusterRegistry(() => [source('xds-trouble-nack', many)]).metrics()
  const kept = [...large.matchAll(/^hopscope_rule_packets_total\{.*netns="([^"]+)".*rule="-A FORWARD -s 10\.9\..*\} (\d+)$/gm)]
  expect(Number(/^hopscope_rules_left_out (\d+)$/m.exec(large)?.[1])).toBeGreaterThan(0)
  expect(kept.length).toBeGreaterThan(0)
  expect(kept.every(([, , packets]) => Number(packets) > 0)).toBe(true)
  for (const netns of new Set(kept.map(([, name]) => name)))
    expect(kept.filter(([, name]) => name === netns).length).toBeLessThanOrEqual(300)
})
