import { describe, expect, test } from 'vitest'
import { firstFrom, RuleIndex } from '@/lib/netfilter/evaluate/rule-index'
import { whySkipped } from '@/lib/netfilter/evaluate/why-skipped'
import { PacketView } from '@/lib/netfilter/match/packet-view'
import type { FlowPacket, Rule } from '@/lib/netfilter/model'
import type { NftTable } from '@/lib/netfilter/nft/model'
import { parseNftRuleset } from '@/lib/netfilter/nft/parse/ruleset'
import type { Stage } from '@/lib/netfilter/nft/run'
import { parseIptablesSave } from '@/lib/netfilter/parse/iptables-save'
import { listing } from '@/lib/netfilter/testing/native-rule'
import { contextOf, packetOf } from '@/lib/netfilter/testing/one-rule'
import { readEntries, recordingFiles, recordingName } from '@/lib/netfilter/testing/recordings'
import fc from '@/lib/testing/fast-check'

const context = contextOf({ owner: { uid: 1337, gid: 1337 } })

/** Positions that the index leaves out, each of them asked: it throws for one that matches, forks or changes the packet. */
function leftOut(rules: readonly Rule[], packet: FlowPacket, table: NftTable | null = null): number {
  const view = new PacketView(packet, context)
  const stage: Stage | null = table && { table, context, ctstate: ({ ctstate }) => ctstate }
  const lists = new RuleIndex(rules).mayMatch(view)
  if (!lists) return 0
  const may = new Set(lists.flat())
  const tell = whySkipped(view, stage)
  const left = rules.filter((_, at) => !may.has(at))
  for (const rule of left) expect(tell(rule).part).not.toBe('')
  return left.length
}

/** Packets that rules may ask for, made of the words of their texts, and one that none of them means. */
function packetsFor(texts: readonly string[]): FlowPacket[] {
  const words = (pattern: RegExp) => [...new Set(texts.flatMap((text) => [...text.matchAll(pattern)].map((found) => found[1] ?? '')))]
  const pick = (list: readonly string[], n: number) => list[(n * 7919) % Math.max(1, list.length)]
  const addresses = words(/\b(\d+\.\d+\.\d+\.\d+)\b/g)
  const [ports, interfaces] = [words(/(?:dport|dports) (\d+)/g), words(/(?:-[io]|[io]ifname) "?([\w.]+)/g)]
  const made = Array.from({ length: 12 }, (_, n) =>
    packetOf({
      dst: pick(addresses, n) ?? '198.51.100.20',
      src: pick(addresses, n + 5) ?? '192.0.2.10',
      dport: Number(pick(ports, n) ?? 80),
      in: pick(interfaces, n) ?? 'eth0',
      out: n % 2 === 0 ? null : (pick(interfaces, n + 3) ?? 'eth1'),
      proto: n % 3 === 0 ? 'udp' : 'tcp',
    }),
  )
  return [...made, packetOf(), packetOf({ src: '2001:db8::1', dst: '2001:db8::2' })]
}

describe('rules that an index leaves out say no', () => {
  test.each(recordingFiles())('%s', (file) => {
    const dumps = readEntries(file, (path) => /iptables(-legacy)?-save\.txt$|nft\.json$/.test(path) && path.startsWith('nodes/'))
    let left = 0
    for (const [path, text] of dumps) {
      const tables = path.endsWith('.json') ? parseNftRuleset(text, null).tables : [...parseIptablesSave(text).ruleset.tables.values()]
      for (const table of tables) {
        for (const chain of table.chains.values()) {
          const packets = packetsFor(chain.rules.slice(0, 500).map((rule) => rule.text))
          for (const packet of packets) left += leftOut(chain.rules, packet, 'sets' in table ? (table as NftTable) : null)
        }
      }
    }
    if (recordingName(file) !== 'standalone-envoy') expect(left).toBeGreaterThan(10)
  })

  const small = fc.integer({ min: 0, max: 3 })
  const address = small.map((n) => `10.0.0.${n}`)
  const network = fc.tuple(address, fc.constantFrom('', '/32', '/31', '/30', '/0', '/255.0.0.3')).map(([ip, mask]) => `${ip}${mask}`)
  const not = fc.constantFrom('', '! ')
  const part = fc.oneof(
    fc.tuple(not, fc.constantFrom('-s', '-d'), network).map(([no, side, value]) => `${no}${side} ${value}`),
    fc
      .tuple(not, fc.constantFrom('-i', '-o'), fc.constantFrom('eth0', 'eth1', 'eth+', '+'))
      .map(([no, side, value]) => `${no}${side} ${value}`),
    fc.tuple(not, fc.constantFrom('80', '81', '80:81', ':', 'x')).map(([no, value]) => `-p tcp -m tcp ${no}--dport ${value}`),
    fc.constantFrom(
      '-p udp -m udp --sport 80',
      '-p tcp -m multiport --dports 80',
      '-p tcp -m multiport --dports 79,81',
      '-m set --match-set a dst',
    ),
  )
  const rule = fc.array(part, { maxLength: 3 }).map((parts) => parts.join(' '))
  const packet = fc.record({
    dst: fc.oneof(address, fc.constantFrom('2001:db8::1', 'nowhere')),
    src: address,
    dport: fc.integer({ min: 79, max: 82 }),
    in: fc.constantFrom('eth0', 'eth1', 'ethernet', null),
    out: fc.constantFrom('eth0', 'eth1', null),
  })

  test('of generated chains of iptables', () => {
    let left = 0
    fc.assert(
      fc.property(fc.array(rule, { minLength: 1, maxLength: 20 }), packet, (rules, changes) => {
        const dump = `*filter\n:T - [0:0]\n${rules.map((text) => `-A T ${text} -j ACCEPT`).join('\n')}\nCOMMIT\n`
        const chain = parseIptablesSave(dump).ruleset.tables.get('filter')?.chains.get('T')
        left += leftOut(chain?.rules ?? [], packetOf(changes))
      }),
      { numRuns: 2000, seed: 12 },
    )
    expect(left).toBeGreaterThan(1000)
  })

  const payload = (protocol: string, field: string) => ({ payload: { protocol, field } })
  const right = fc.oneof(
    address,
    fc.tuple(address, fc.integer({ min: 28, max: 32 })).map(([addr, len]) => ({ prefix: { addr, len } })),
    fc.tuple(small, small).map(([a, b]) => ({ range: [`10.0.0.${Math.min(a, b)}`, `10.0.0.${Math.max(a, b)}`] })),
    fc.constant({ set: ['10.0.0.1', '10.0.0.2'] }),
  )
  const op = fc.constantFrom('==', '!=', '<')
  const match = fc.oneof(
    fc.record({ op, left: fc.constantFrom(payload('ip', 'saddr'), payload('ip', 'daddr')), right }),
    fc.record({
      op,
      left: fc.constantFrom(payload('tcp', 'dport'), payload('th', 'dport'), payload('tcp', 'sport')),
      right: fc.constantFrom(80, 81, { range: [80, 81] }),
    }),
    fc.record({
      op: fc.constantFrom('==', '!='),
      left: fc.constantFrom({ meta: { key: 'iifname' } }, { meta: { key: 'oifname' } }),
      right: fc.constantFrom('eth0', 'eth*', 'eth1'),
    }),
  )
  const statement = fc.oneof(
    { weight: 5, arbitrary: match.map((body): object => ({ match: body })) },
    {
      weight: 1,
      arbitrary: fc.constantFrom<object>({ mangle: { key: { meta: { key: 'mark' } }, value: 7 } }, { limit: { rate: 1, per: 'second' } }),
    },
  )

  test('of generated native chains', () => {
    let left = 0
    fc.assert(
      fc.property(
        fc.array(fc.array(statement, { minLength: 1, maxLength: 3 }), { minLength: 1, maxLength: 20 }),
        packet,
        (rules, changes) => {
          const table = parseNftRuleset(listing({ c: rules.map((parts) => [...parts, { accept: null }]) }), null).tables[0]
          left += leftOut(table?.chains.get('c')?.rules ?? [], packetOf(changes), table)
        },
      ),
      { numRuns: 1000, seed: 12 },
    )
    expect(left).toBeGreaterThan(500)
  })
})

test('the first position of several lists', () => {
  const positions = fc.uniqueArray(fc.integer({ min: 0, max: 30 })).map((list) => list.sort((a, b) => a - b))
  fc.assert(
    fc.property(fc.array(positions, { maxLength: 4 }), fc.integer({ min: 0, max: 31 }), (lists, at) => {
      expect(firstFrom(lists, at, 31)).toBe(Math.min(31, ...lists.flat().filter((one) => one >= at)))
    }),
  )
})
