import { describe, expect, test } from 'vitest'
import { TEMPLATE } from '@/lib/netfilter/match/packet-view'
import type { FlowPacket, HookContext } from '@/lib/netfilter/model'
import type { Json } from '@/lib/netfilter/nft/json'
import { matched, ran } from '@/lib/netfilter/testing/native-rule'

type Case = [left: Json, op: string, right: Json, says: string, packet?: Partial<FlowPacket>, context?: Partial<HookContext>]
const payload = (protocol: string, field: string): Json => ({ payload: { protocol, field } })
const meta = (key: string): Json => ({ meta: { key } })
const ct = (key: string, dir?: string): Json => ({ ct: { key, ...(dir ? { dir } : {}) } })
const fib = (result: string, ...flags: string[]): Json => ({ fib: { result, flags } })
const dice = (mod: number, mode = 'random'): Json => ({ numgen: { mode, mod, offset: 0 } })
const prefix = (addr: string, len: number): Json => ({ prefix: { addr, len } })

const V6: Partial<FlowPacket> = { src: 'fd00::9', dst: 'fd00::1' }

/** The packet: tcp 192.0.2.10:40000 > 198.51.100.20:80, in by eth0, new. */
test.each<Case>([
  [payload('ip', 'saddr'), '==', '192.0.2.10', 'yes'],
  [payload('ip', 'saddr'), '!=', '192.0.2.10', 'no'],
  [payload('ip', 'saddr'), '==', prefix('192.0.2.0', 24), 'yes'],
  [payload('ip', 'saddr'), '!=', { range: ['192.0.2.1', '192.0.2.9'] }, 'yes'],
  [payload('ip', 'saddr'), '==', { set: [prefix('10.0.0.0', 8), '192.0.2.10'] }, 'yes'],
  [payload('ip', 'saddr'), '!=', { set: [prefix('10.0.0.0', 8), '192.0.2.10'] }, 'no'],
  [{ '&': [payload('ip', 'saddr'), '255.255.0.0'] }, '==', '192.0.0.0', 'yes'],
  [payload('ip6', 'saddr'), '==', '::1', 'no'],
  [payload('ip6', 'saddr'), '!=', '::1', 'no'],
  [payload('tcp', 'dport'), '==', 80, 'yes'],
  [payload('udp', 'dport'), '!=', 80, 'no'],
  [payload('th', 'dport'), '>=', 80, 'yes'],
  [payload('th', 'dport'), '<', 80, 'no'],
  [payload('th', 'sport'), '==', 40000, 'yes'],
  [payload('th', 'sport'), '==', 40000, 'yes ?, no ?', { sport: null }],
  [payload('tcp', 'flags'), 'in', ['syn', 'ack'], 'yes'],
  [payload('tcp', 'flags'), '==', { '|': ['syn', 'ack'] }, 'no'],
  [payload('tcp', 'flags'), '!', 'ack', 'yes'],
  [payload('icmp', 'type'), '!=', 'echo-request', 'no'],
  [meta('l4proto'), '==', 'tcp', 'yes'],
  [meta('l4proto'), '==', { set: ['udp', 'icmp'] }, 'no'],
  [meta('nfproto'), '==', 'ipv4', 'yes'],
  [meta('protocol'), '==', 'ip', 'yes'],
  [meta('iifname'), '==', 'eth0', 'yes'],
  [meta('iifname'), '!=', 'eth*', 'no'],
  [meta('iifname'), '==', 'e*', 'yes'],
  [meta('oifname'), '!=', 'eth0', 'yes'],
  [meta('iifname'), '==', 'eth1', 'yes', { in: null }, { cameBy: 'eth1' }],
  [meta('mark'), '==', 16, 'yes', { mark: 16 }],
  [{ '&': [meta('mark'), 0x4000] }, '==', 0, 'yes', { mark: 0x10 }],
  [{ '&': [meta('mark'), 0x4000] }, '!=', 0, 'no', { mark: 0x10 }],
  [meta('skuid'), '!=', 1337, 'no'],
  [meta('skuid'), '==', 1337, 'yes', {}, { owner: { uid: 1337, gid: 0 } }],
  [meta('skgid'), '==', { range: [1000, 2000] }, 'yes ?, no ?', {}, { owner: { uid: 1, gid: null } }],
  [meta('cpu'), '==', 1, 'yes ?, no ?'],
  [ct('state'), 'in', ['established', 'new'], 'yes'],
  [ct('state'), '!=', 'new', 'no'],
  [ct('state'), 'in', 'invalid', 'yes', { ctstate: new Set(['INVALID']) }],
  [ct('mark'), '==', 0, 'no', { ctstate: new Set(['UNTRACKED']) }],
  [ct('mark'), '==', 5, 'yes', { ctmark: 5 }],
  [ct('status'), 'in', 'dnat', 'yes', { ctstate: new Set(['NEW', 'DNAT']) }],
  [ct('status'), '==', 'dnat', 'yes ?, no ?', { ctstate: new Set(['NEW', 'DNAT']) }],
  [ct('direction'), '==', 'original', 'yes'],
  [ct('ip daddr', 'original'), '==', '198.51.100.20', 'yes', { dst: '10.0.0.1' }],
  [ct('ip saddr', 'original'), '==', '192.0.2.10', 'yes ?, no ?', { ctstate: new Set(['NEW', 'SNAT']) }],
  [ct('ip saddr', 'reply'), '==', '198.51.100.20', 'yes'],
  [ct('proto-dst', 'original'), '==', 80, 'yes'],
  [ct('expiration'), '==', 5, 'yes ?, no ?'],
  [fib('type', 'daddr'), '==', 'local', 'yes'],
  [fib('type', 'saddr'), '==', 'local', 'no'],
  [fib('oif', 'saddr', 'iif'), '==', false, 'no', {}, { reversePath: () => true }],
  [fib('oif', 'saddr', 'iif'), '==', true, 'no', {}, { reversePath: () => false }],
  [fib('oif', 'saddr', 'iif'), '==', true, 'yes ?, no ?'],
  [dice(4), '==', 0, 'yes 0.25, no 0.75'],
  [dice(10), '<', 3, 'yes 0.3, no 0.7'],
  [dice(2, 'inc'), '!=', 0, 'yes 0.5, no 0.5'],
  [dice(1), '==', 0, 'yes'],
  [dice(4), '==', { set: [1, { range: [2, 3] }] }, 'yes 0.75, no 0.25'],
  [{ jhash: { mod: 2, expr: payload('ip', 'saddr') } }, '==', 1, 'yes ?, no ?'],
  [{ payload: { base: 'nh', offset: 96, len: 32 } }, '==', 0xc000020a, 'yes'],
  [{ payload: { base: 'nh', offset: 72, len: 8 } }, '==', 17, 'no'],
  [{ payload: { base: 'nh', offset: 64, len: 8 } }, '==', 64, 'yes ?, no ?'],
  [{ payload: { base: 'nh', offset: 96, len: 32 } }, '==', 5, 'yes ?, no ?', V6],
  [{ payload: { protocol: 'ip', field: 'hdrlength' } }, '==', 5, 'yes'],
  [{ '&': [{ payload: { protocol: 'ip', field: 'frag-off' } }, 0x3fff] }, '==', 0, 'yes'],
  [{ payload: { protocol: 'ip', field: 'frag-off' } }, '==', 0, 'yes ?, no ?'],
  [{ '&': [{ payload: { protocol: 'ip', field: 'frag-off' } }, 0xffff] }, '!=', 0, 'yes ?, no ?'],
  [{ payload: { protocol: 'ip', field: 'ttl' } }, '==', 64, 'yes ?, no ?'],
  [{ payload: { protocol: 'ip6', field: 'hoplimit' } }, '<', 2, 'yes ?, no ?', V6],
  [{ exthdr: { name: 'frag' } }, '==', false, 'yes', V6],
  [{ exthdr: { name: 'hbh' } }, '==', true, 'no', V6],
  [{ exthdr: { name: 'frag', field: 'more-fragments' } }, '!=', 1, 'no', V6],
  [{ exthdr: { name: 'frag' } }, '==', false, 'no'],
  [{ 'tcp option': { name: 'maxseg' } }, '==', true, 'yes ?, no ?'],
  [{ meta: { key: 'pkttype' } }, '==', 'host', 'yes', { in: 'eth0' }, { addressType: () => 'LOCAL' }],
  [{ meta: { key: 'pkttype' } }, '==', { set: ['broadcast', 'multicast'] }, 'no', { in: 'eth0' }, { addressType: () => 'UNICAST' }],
  [{ meta: { key: 'pkttype' } }, '==', 'host', 'yes ?, no ?', { in: 'eth0' }, { addressType: () => 'BROADCAST' }],
  [{ osf: { key: 'name' } }, '==', 'Linux', 'yes ?, no ?'],
  [{ concat: [payload('ip', 'saddr'), payload('th', 'dport')] }, '==', { set: [{ concat: ['192.0.2.10', 80] }] }, 'yes'],
  [{ concat: [payload('ip', 'saddr'), payload('th', 'sport')] }, '==', { set: [{ concat: ['192.0.2.11', 80] }] }, 'no', { sport: null }],
  [
    { concat: [payload('ip', 'saddr'), payload('th', 'sport')] },
    '==',
    { set: [{ concat: ['192.0.2.10', 80] }] },
    'yes ?, no ?',
    { sport: null },
  ],
])('%j %s %j: %s', (left, op, right, says, packet, context) => {
  expect(matched(left, right, op, { ...(packet ? { packet } : {}), ...(context ? { context } : {}) })).toBe(says)
})

describe('named sets', () => {
  const address = payload('ip', 'saddr')
  const set = (more: object) => ({ name: 's', type: 'ipv4_addr', ...more })

  test.each<[string, object[], string]>([
    ['exact', [set({ elem: ['192.0.2.10'] })], 'yes'],
    ['with a comment', [set({ elem: [{ elem: { val: '192.0.2.10', comment: 'x' } }] })], 'yes'],
    ['interval', [set({ flags: ['interval'], elem: [{ range: ['192.0.2.1', '192.0.2.20'] }] })], 'yes'],
    ['none of it', [set({ elem: ['192.0.2.1'] })], 'no'],
    ['empty', [set({})], 'no'],
    ['its elements time out', [set({ flags: ['timeout'], elem: ['192.0.2.10'] })], 'yes ?, no ?'],
    ['not observed', [], 'yes ?, no ?'],
    ['an element that cannot be read', [set({ elem: ['192.0.2.0', { odd: 1 }] })], 'yes ?, no ?'],
  ])('%s', (_, sets, says) => {
    expect(matched(address, '@s', '==', { sets })).toBe(says)
  })

  test('a reason says what was looked for and where', () => {
    expect(ran([{ match: { op: '==', left: address, right: '@s' } }], { sets: [set({ elem: ['192.0.2.1'] })] })).toMatchObject({
      is: 'passed',
      statement: { match: { right: '@s' } },
      reason: { code: 'not-in-set', values: { got: '192.0.2.10', set: '@s' } },
    })
  })
})

describe('behind `ct zone set` the packet has only a template of a connection', () => {
  const packet = { ctstate: new Set(['NEW', TEMPLATE]) }
  const ct = (key: string, dir?: string) => ({ ct: { key, ...(dir ? { dir } : {}) } })
  test.each<[object, string, string]>([
    [ct('ip saddr', 'reply'), '10.1.0.9', '!='],
    [ct('status'), 'snat', '!'],
    [ct('mark'), '0x1', '!='],
    [ct('proto-dst', 'original'), '80', '!='],
  ])('%o is not there, not even to differ', (left, right, op) => {
    expect(matched(left as Json, right, op, { packet })).toBe('no')
  })
  test('its state is', () => expect(matched(ct('state') as Json, 'new', 'in', { packet })).toBe('yes'))
})

test('addresses of a connection are asked for by family', () => {
  expect(matched({ ct: { key: 'ip6 saddr', dir: 'original' } }, '::1', '!=')).toBe('no')
})

test('ports that only a checksum stands at are not known', () => {
  const packet = { proto: 'icmp' as const, dport: 0x800 }
  expect(matched({ payload: { protocol: 'th', field: 'dport' } }, 80, '==', { packet })).toBe('yes ?, no ?')
  expect(matched({ payload: { protocol: 'icmp', field: 'type' } }, 'echo-request', '==', { packet })).toBe('yes')
  expect(matched({ payload: { protocol: 'tcp', field: 'dport' } }, 80, '!=', { packet })).toBe('no')
})
