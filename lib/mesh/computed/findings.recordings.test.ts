import { describe, expect, test } from 'vitest'
import { recordingNamed, recordingNames } from '@/lib/istio/testing/recordings'
import { buildMesh } from '@/lib/mesh/build'
import { findDifferences, type RuleFinding } from '@/lib/mesh/computed/findings'
import { isGap } from '@/lib/mesh/computed/model'
import { factsOfRecording } from '@/lib/mesh/facts-of-recording'
import { parseIptablesSave } from '@/lib/netfilter/parse/iptables-save'

/** The first recording whose nodes have a Service with endpoints, and the first with a redirected pod: by what is in them. */
function example(kind: 'node' | 'pod', chain: string) {
  for (const name of recordingNames()) {
    const recording = recordingNamed(name)
    const snapshot = recording.snapshotAt(0)
    const mesh = buildMesh(snapshot, factsOfRecording(recording))
    for (const place of mesh.netnsNames) {
      const netns = mesh.netns(place)
      const dump = snapshot.read(`${netns?.folder}/iptables-save.txt`)
      if (netns?.kind === kind && netns.name === place && dump?.text.includes(`-j ${chain}`)) return { mesh, netns, text: dump.text }
    }
  }
  throw new Error(`no recording has a ${kind} with ${chain}`)
}

const node = example('node', 'KUBE-SEP-')
const pod = example('pod', 'ISTIO_REDIRECT')

/** What is found in a dump after its lines were changed, without what is found in the dump as it was. */
function findings(of: typeof node, change: (lines: string[]) => string[]): RuleFinding[] {
  const computed = of.netns.computed()
  if (!computed || isGap(computed)) throw new Error('nothing computed')
  const exists = (key: string) => of.mesh.services.some(({ metadata }) => `${metadata.namespace}/${metadata.name}` === key)
  const found = (text: string) => findDifferences(parseIptablesSave(text).ruleset, of.netns.observedNative(), computed, exists).findings
  const before = new Set(found(of.text).map(({ rule }) => rule))
  return found(change(of.text.split('\n')).join('\n')).filter(({ rule }) => !before.has(rule))
}

const isRule = (part: string) => (line: string) => line.includes('-A ') && line.includes(part)
const bare = (line: string) => line.slice(line.indexOf('-A '))
const put = (lines: string[], place: number, ...more: string[]) => [...lines.slice(0, place), ...more, ...lines.slice(place)]
const jumpLine = (lines: string[]) =>
  lines.findIndex(isRule('-A PREROUTING -m comment --comment "kubernetes service portals" -j KUBE-SERVICES'))

describe('a difference is a finding that names the rule and its Service', () => {
  test('a rule that is not there', () => {
    const line = node.text.split('\n').find(isRule('-j DNAT --to-destination')) ?? ''
    const [found, ...more] = findings(node, (lines) => lines.filter((one) => one !== line))
    expect(more).toEqual([])
    const service = /--comment "([^"]+)"/.exec(line)?.[1]
    expect(found).toMatchObject({ kind: 'missing', rule: bare(line), line: null, program: 'kube-proxy', service, inTheWay: false })
    expect(found?.evidence.map(({ entry }) => entry)).toEqual(['k8s/services.json', 'k8s/endpointslices.json'])
    expect(found?.reasonCode).toEqual({ code: 'computed.missing-service', values: { program: 'kube-proxy', service } })
  })

  test('an endpoint of a Service that is gone, and one of a Service that is there', () => {
    const name = node.mesh.services.find(({ spec }) => spec.clusterIP && spec.clusterIP !== 'None')?.metadata
    for (const [label, code] of [
      ['gone/nobody:http', 'computed.stale-gone'],
      [`${name?.namespace}/${name?.name}`, 'computed.stale-service'],
    ]) {
      const rule = `-A KUBE-SEP-AAAAAAAAAAAAAAAA -p tcp -m comment --comment "${label}" -m tcp -j DNAT --to-destination 203.0.113.99:1`
      const [found, ...more] = findings(node, (lines) => put(lines, lines.findLastIndex(isRule('-A KUBE-SEP-')) + 1, rule))
      expect(more).toEqual([])
      expect(found).toMatchObject({ kind: 'stale', rule, program: 'kube-proxy', service: label, reasonCode: { code } })
    }
  })

  test('a rule of another program that drops before kube-proxy’s jump is in the way, behind it it is not', () => {
    const rule = '-A PREROUTING -p tcp -m tcp --dport 30000:32767 -j DROP'
    const [before, ...more] = findings(node, (lines) => put(lines, jumpLine(lines), rule))
    expect(more).toEqual([])
    expect(before).toMatchObject({ kind: 'foreign', inTheWay: true, program: null, rule })
    expect(before?.reasonCode.because).toEqual({ code: 'computed.in-the-way', values: { jump: 'KUBE-SERVICES' } })
    const [behind] = findings(node, (lines) => put(lines, jumpLine(lines) + 1, rule))
    expect(behind).toMatchObject({ kind: 'foreign', inTheWay: false, rule })
  })

  test('a jump into a chain that only counts is in nobody’s way, one that accepts is', () => {
    const jump = '-A PREROUTING -j cali-PREROUTING'
    for (const [inner, inTheWay] of [
      ['-A cali-PREROUTING -j MARK --set-xmark 0x1/0x1', false],
      ['-A cali-PREROUTING -j ACCEPT', true],
    ] as const) {
      const [found, ...more] = findings(node, (lines) => {
        const at = jumpLine(lines)
        const heading = lines.findIndex(
          (line, index) => line.startsWith(':PREROUTING') && lines.lastIndexOf('*nat', index) > lines.lastIndexOf('*filter', index),
        )
        return put(put(lines, at, jump, inner), heading, ':cali-PREROUTING - [0:0]')
      })
      expect(more).toEqual([])
      expect(found).toMatchObject({ kind: 'foreign', program: 'Calico', inTheWay })
    }
  })

  test('rules of a pod: one too few, one left over, one of somebody else, two that changed places', () => {
    const redirect = '-A ISTIO_OUTPUT -j ISTIO_REDIRECT'
    expect(findings(pod, (lines) => lines.filter((line) => !line.endsWith(redirect)))).toMatchObject([
      { kind: 'missing', rule: redirect, program: 'Istio', evidence: [{ entry: 'k8s/pods.json' }] },
    ])
    const first = (lines: string[]) => lines.findIndex(isRule('-A ISTIO_OUTPUT'))
    const left = '-A ISTIO_OUTPUT -d 198.51.100.0/24 -j RETURN'
    expect(findings(pod, (lines) => put(lines, first(lines), left))).toMatchObject([{ kind: 'stale', rule: left, program: 'Istio' }])
    const other = '-A ISTIO_OUTPUT -d 198.51.100.0/24 -m comment --comment "mine" -j DNAT --to-destination 203.0.113.1'
    expect(findings(pod, (lines) => put(lines, first(lines), other))).toMatchObject([{ kind: 'foreign', inTheWay: true, rule: other }])
    const swapped = findings(pod, (lines) => {
      const at = first(lines)
      return [...lines.slice(0, at), lines[at + 1] ?? '', lines[at] ?? '', ...lines.slice(at + 2)]
    })
    expect(swapped).toMatchObject([{ kind: 'order', chain: 'ISTIO_OUTPUT' }])
  })
})
