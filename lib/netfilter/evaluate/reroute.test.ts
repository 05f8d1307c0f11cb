import { expect, test } from 'vitest'
import { evaluateHook } from '@/lib/netfilter/evaluate/hook'
import { reroutesOf } from '@/lib/netfilter/evaluate/reroute'
import { parseIptablesSave } from '@/lib/netfilter/parse/iptables-save'
import { base, listing, throughHook } from '@/lib/netfilter/testing/native-rule'
import { contextOf, packetOf } from '@/lib/netfilter/testing/one-rule'
import { waysOf } from '@/lib/netfilter/testing/trace'

/** What the kernel looks up again after OUTPUT with these rules. */
function rerouted(rules: string) {
  const { ruleset } = parseIptablesSave(rules)
  const packet = packetOf({ in: null, out: 'eth0' })
  const [way] = waysOf(evaluateHook(ruleset, packet, contextOf({ hook: 'OUTPUT' })))
  return reroutesOf(packet, way?.events ?? []).map(({ packet }) => packet)
}
const dump = (table: string, rule: string) => `*${table}\n:OUTPUT ACCEPT [0:0]\n-A OUTPUT ${rule}\nCOMMIT\n`

test('a mark that mangle sets, or another address, asks the routes again', () => {
  expect(rerouted(dump('mangle', '-j MARK --set-xmark 0x1/0xffffffff'))).toMatchObject([{ mark: 1 }])
  expect(rerouted(dump('nat', '-p tcp -j DNAT --to-destination 10.0.0.5'))).toMatchObject([{ dst: '10.0.0.5' }])
})

test('a mark that filter or raw sets does not, nor one that stays as it was', () => {
  expect(rerouted(dump('filter', '-j MARK --set-xmark 0x1/0xffffffff'))).toEqual([])
  expect(rerouted(dump('raw', '-j MARK --set-xmark 0x1/0xffffffff'))).toEqual([])
  expect(rerouted(dump('mangle', '-j MARK --set-xmark 0x0/0xffffffff'))).toEqual([])
  expect(rerouted(dump('nat', '-p tcp -j DNAT --to-destination :8080'))).toEqual([])
})

test('a look-up behind nat uses the mark as it is by then', () => {
  const raw = dump('raw', '-j MARK --set-xmark 0x7/0xffffffff')
  expect(rerouted(raw + dump('nat', '-p tcp -j REDIRECT --to-ports 1'))).toMatchObject([{ dst: '127.0.0.1', mark: 7 }])
})

test('a native rule that changes the mark and then does not match counts too', () => {
  const packet = packetOf({ in: null, out: 'eth0' })
  const [way] = waysOf(evaluateHook(parseIptablesSave(dump('mangle', '-p udp -j ACCEPT')).ruleset, packet, contextOf({ hook: 'OUTPUT' })))
  const changed = { ...packet, mark: 1 }
  const events = (way?.events ?? []).map((event) => ({ ...event, before: changed, after: changed }))
  expect(reroutesOf(packet, events)).toMatchObject([{ packet: { mark: 1 }, after: 1 }])
})

test('a chain of type route that stands behind nat is asked last, with the address that nat gave', () => {
  const packet = packetOf({ in: null, out: 'eth0' })
  const text = listing(
    {
      late: [[{ mangle: { key: { meta: { key: 'mark' } }, value: 1 } }]],
      nat: [[{ match: { op: '==', left: { meta: { key: 'l4proto' } }, right: 'tcp' } }, { dnat: { family: 'ip', addr: '10.0.0.5' } }]],
    },
    [],
    [base('late', 'output', 10, { type: 'route' }), base('nat', 'output', -100, { type: 'nat' })],
  )
  const [way] = waysOf(throughHook(text, { packet, context: { hook: 'OUTPUT' } }))
  expect(reroutesOf(packet, way?.events ?? [])).toMatchObject([
    { packet: { dst: '10.0.0.5', mark: 0 }, after: 1 },
    { packet: { dst: '10.0.0.5', mark: 1 }, after: 3 },
  ])
})
