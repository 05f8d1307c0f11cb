import { expect, test } from 'vitest'
import type { Verdict } from '@/lib/api/step'
import { recordingNamed } from '@/lib/istio/testing/recordings'
import { buildMesh } from '@/lib/mesh/build'
import { factsOfRecording } from '@/lib/mesh/facts-of-recording'
import type { Snapshot } from '@/lib/recording/snapshot'
import { without } from '@/lib/recording/testing/other-snapshot'
import { walk } from '@/lib/walk/walk'

/* No recorded request went by IPv6, but the pods have it: addresses of their own, routes, ip6tables' rules and sockets were seen. */

const RECORDING = recordingNamed('nginx-nodeport')
const SEEN = RECORDING.snapshotAt(0)

const withoutFile = (snapshot: Snapshot, file: string) => without(snapshot, (path) => path.endsWith(`/${file}`))

function ask(url: string, snapshot: Snapshot = SEEN): { verdict: Verdict; steps: ReturnType<typeof walk>['steps'] } {
  const question = { from: 'default.nginx-pod', url, host: null, container: null, method: 'GET', headers: [], at: 0 }
  return walk(buildMesh(snapshot, factsOfRecording(RECORDING)), question)
}

test('to ::1, by the rules of ip6tables and past those of iptables, to the socket that takes IPv6', () => {
  const { verdict, steps } = ask('http://[::1]/')
  expect(verdict.kind).toBe('delivered')
  expect(steps.find(({ kind }) => kind === 'socket')?.facts).toMatchObject({ address: '[::]:80' })
  const hooks = steps.filter(({ kind }) => kind === 'hook')
  expect(hooks.map(({ hook }) => hook)).toEqual(['OUTPUT', 'POSTROUTING', 'PREROUTING', 'INPUT'])
  expect(hooks.flatMap(({ evidence }) => evidence.map(({ entry }) => entry)).every((entry) => !/\/iptables/.test(entry))).toBe(true)
  expect(steps.filter(({ kind }) => kind === 'rule')).toEqual([])
})

test('a socket of IPv4 alone does not take it', () => {
  expect(ask('http://[::1]:15001/').verdict.kind).toBe('rejected')
})

test('an address that no route leads to', () => {
  expect(ask('http://[2001:db8::1]/').verdict.kind).toBe('unreachable')
})

test.each(['ip6tables-save.txt', 'ip-route.json'])('without %s it is unknown, with the reason', (file) => {
  const { verdict } = ask('http://[2001:db8::1]/', withoutFile(SEEN, file))
  if (file === 'ip-route.json')
    expect(verdict).toMatchObject({ kind: 'unknown', reason: expect.stringContaining('routes were not observed') })
  const own = ask('http://[::1]/', withoutFile(SEEN, file)).verdict
  expect(own.kind).toBe(file === 'ip-route.json' ? 'delivered' : 'unknown')
})
