import { describe, expect, it } from 'vitest'
import { describePod } from '@/lib/istio/describe/describe'
import type { Named } from '@/lib/istio/describe/facts'
import { istioctlLookup } from '@/lib/istio/describe/istioctl-lookup'
import { describedObjects } from '@/lib/istio/describe/objects'
import { printDescription } from '@/lib/istio/describe/print'
import { type ProxyDump, proxyDump } from '@/lib/istio/describe/proxy-dump'
import { documentedVersion } from '@/lib/istio/describe/version'
import { rootNamespace } from '@/lib/istio/istiod-file'
import { readJson } from '@/lib/istio/json'
import { podFolder, splitProxyId } from '@/lib/istio/names/proxy-id'
import { recordingNamed, recordingNames } from '@/lib/istio/testing/recordings'
import type { Snapshot } from '@/lib/recording/snapshot'

/** The namespace of the context in which the recorder ran istioctl: no file says it, what istioctl left unsaid does. */
const CONTEXT = 'default'

function dumpsOf(snapshot: Snapshot) {
  const kept = new Map<string, ProxyDump | null>()
  return (pod: Named): ProxyDump | null => {
    const path = `${podFolder(pod)}/envoy/config_dump.json`
    const seen = kept.has(path) ? null : snapshot.read(path)
    if (!kept.has(path)) kept.set(path, seen && proxyDump(readJson(seen.text, path).value))
    return kept.get(path) ?? null
  }
}

/**
 * What no recorded file shows, as istioctl prints it: Go goes through a map in another order each time (RBAC policies, headers, ports
 * with a mode of their own), and protobuf's text has one or two spaces between fields, by the build of istioctl.
 */
const settled = (text: string): string =>
  text
    .replace(/^(.*RBAC policies: )(.*)$/gm, (_, head: string, names: string) => head + names.split(', ').sort().join(', '))
    .replace(/(when headers are )(.*?)(?=, Match:|\)?$)/gm, (_, head: string, all: string) => head + all.split('; ').sort().join('; '))
    .replace(/(?:^ {6}\d+: [A-Z]+\n)+/gm, (modes) => modes.split('\n').sort().join('\n').trimStart())
    .replace(/^.*Fault injection .*$/gm, (line) => line.replace(/(\S) {2}(?=[a-z_]+:)/g, '$1 '))

describe('istioctl describe pod', () => {
  const judged = { pods: 0, exact: 0, refused: 0, lines: 0 }

  it.each(recordingNames())('%s', (name) => {
    const recording = recordingNamed(name)
    const snapshot = recording.snapshotAt(0)
    const observed = { objects: describedObjects(snapshot), rootNamespace: rootNamespace(snapshot), dumpOf: dumpsOf(snapshot) }
    const version = documentedVersion(snapshot)
    for (const entry of recording.entries()) {
      const pod = splitProxyId(/^versions\/describe\/(.+)\.txt$/.exec(entry)?.[1] ?? '')
      if (!pod) continue
      const what = `${name} ${pod.name}.${pod.namespace}`
      const expected = recording.text(entry) ?? ''
      const description = describePod(pod, observed, istioctlLookup)
      if (!description) throw new Error(`${what}: no such pod`)
      const { text, error } = printDescription(description, { namespace: CONTEXT, version })
      expect(settled(text), what).toBe(settled(expected))
      const refusal = recording.entries().includes(`${entry}.rc`) ? (recording.text(`${entry}.rc`) ?? '') : null
      // Why the port forward failed is istioctl's to say; which Envoy could not be asked is known.
      if (refusal === null) expect(error, what).toBeNull()
      else expect(refusal, what).toContain(`Error: ${error?.split(': ')[0]}: `)
      judged.pods += 1
      judged.exact += text === expected ? 1 : 0
      judged.refused += refusal === null ? 0 : 1
      judged.lines += expected.split('\n').length - 1
    }
  })

  it('has been judged by many', () => {
    const { pods, exact, refused, lines } = judged
    console.log(`describe: agree ${pods} of ${pods} pods, ${lines} lines; ${exact} byte for byte, ${refused} where istioctl gave up`)
    expect(pods).toBeGreaterThan(0)
  })
})
