import { describe, expect, it } from 'vitest'
import { type DiffType, diffTypes } from '@/lib/istio/diff/dump'
import { proxyDiff } from '@/lib/istio/diff/proxy-diff'
import { recordingNamed, recordingNames } from '@/lib/istio/testing/recordings'
import type { Snapshot } from '@/lib/recording/snapshot'

const titles: Record<DiffType, string> = { clusters: 'Clusters', listeners: 'Listeners', routes: 'Routes' }

/** `istioctl proxy-status POD` from our comparison: it prints the three types one after the other. */
function print(snapshot: Snapshot, proxy: string): string {
  return diffTypes
    .map((type) => {
      const { diff, problem } = proxyDiff(snapshot, proxy, type)
      if (!diff) return `${type}: ${problem.entry}: ${problem.message}\n`
      const loaded = type === 'routes' && diff.config.loadedAt ? ` (RDS last loaded at ${rfc1123(diff.config.loadedAt)})` : ''
      return `${titles[type]} ${diff.config.match ? 'Match' : "Don't Match"}${loaded}\n${diff.config.match ? '' : `${diff.config.unified}\n`}`
    })
    .join('')
}

/**
 * istiod takes proxyID for a part of the name, so istioctl may have been given `a-b.ns` when it asked for `b.ns`. Then its print is
 * the comparison with that other proxy's dump, byte for byte.
 */
function askedForAnother(snapshot: Snapshot, proxy: string, expected: string): boolean {
  const dumps = snapshot.under('istiod/').filter((path) => path.includes('/config_dump/') && path.endsWith(`${proxy}.json`))
  const path = dumps.find((dump) => dump.endsWith(`/${proxy}.json`))
  return dumps.some(
    (other) => other !== path && print({ ...snapshot, read: (p) => snapshot.read(p === path ? other : p) }, proxy) === expected,
  )
}

const rfc1123 = (time: string) => new Date(time).toUTCString().replace('GMT', 'UTC')

describe('the comparison against istioctl proxy-status POD', () => {
  const judged = { proxies: 0, differ: 0, mistaken: 0 }

  it.each(recordingNames())('%s', (name) => {
    const recording = recordingNamed(name)
    const snapshot = recording.snapshotAt(0)
    for (const entry of recording.entries()) {
      const proxy = entry.match(/^versions\/proxy-diff\/(.+)\.txt$/)?.[1]
      if (proxy === undefined) continue
      const expected = recording.text(entry) ?? ''
      // Where istioctl got no answer from the sidecar, neither was there a dump to read.
      if (recording.entries().includes(`${entry}.rc`)) {
        expect(proxyDiff(snapshot, proxy, 'clusters').problem?.code).toBe('no-envoy-dump')
        continue
      }
      const printed = print(snapshot, proxy)
      if (printed !== expected && askedForAnother(snapshot, proxy, expected)) judged.mistaken++
      else expect(printed, `${name} ${proxy}`).toBe(expected)
      judged.proxies++
      if (expected.includes("Don't Match")) judged.differ++
    }
  })

  it('has been judged by proxies that match and by some that do not', () => {
    console.log(
      `proxy-diff: agree ${judged.proxies} of ${judged.proxies} proxies, byte for byte; ${judged.differ} of them differ; in ${judged.mistaken} istioctl compared with another proxy`,
    )
    expect(judged.proxies).toBeGreaterThan(judged.differ)
  })
})
