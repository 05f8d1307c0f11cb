import { expect, test } from 'vitest'
import { evaluateHook } from '@/lib/netfilter/evaluate/hook'
import type { FlowPacket, HookContext } from '@/lib/netfilter/model'
import { parseIptablesSave } from '@/lib/netfilter/parse/iptables-save'
import { contextOf, outcomesOf, packetOf } from '@/lib/netfilter/testing/one-rule'

/** The connection states behind the target. */
function statesAfter(rule: string, packet: Partial<FlowPacket> = {}, context: Partial<HookContext> = {}): string[] {
  const [outcome] = outcomesOf(rule, packet, context)
  return outcome?.kind === 'continue' ? [...outcome.packet.ctstate] : []
}

test('--notrack and NOTRACK leave the packet untracked; a zone changes nothing', () => {
  expect(statesAfter('-j CT --notrack')).toEqual(['UNTRACKED'])
  expect(statesAfter('-j NOTRACK')).toEqual(['UNTRACKED'])
  expect(statesAfter('-j CT --zone 1')).toEqual(['NEW'])
})

test('the first CT counts, and a packet over lo keeps its connection', () => {
  expect(statesAfter('-j CT --notrack', { template: true })).toEqual(['NEW'])
  expect(statesAfter('-j NOTRACK', { in: 'lo' }, { natDone: true })).toEqual(['NEW'])
})

test('between CT and conntrack the packet has a new connection whose tuple is empty', () => {
  const { ruleset } = parseIptablesSave(`*raw
:PREROUTING ACCEPT [0:0]
-A PREROUTING -m conntrack --ctstate NEW
-A PREROUTING -m conntrack ! --ctorigsrc 10.0.0.0/8
-A PREROUTING -j CT --zone 5
-A PREROUTING -m conntrack --ctstate NEW
-A PREROUTING -m conntrack ! --ctorigsrc 192.0.2.0/24
-A PREROUTING -m conntrack --ctproto 6
-A PREROUTING -m conntrack --ctorigdstport 0
-A PREROUTING -m conntrack --ctstatus CONFIRMED
COMMIT
`)
  const { events } = evaluateHook(ruleset, packetOf(), contextOf())
  expect(events.flatMap(({ rule }) => rule?.index ?? [])).toEqual([3, 4, 5, 7, 8])
})
