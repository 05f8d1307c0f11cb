import { describe, expect, test } from 'vitest'
import type { FlowPacket, HookContext } from '@/lib/netfilter/model'
import type { RunResult } from '@/lib/netfilter/nft/run'
import { base, listing, ran, throughHook } from '@/lib/netfilter/testing/native-rule'

const TCP = { match: { op: '==', left: { meta: { key: 'l4proto' } }, right: 'tcp' } }
const numgen = (mod: number) => ({ numgen: { mode: 'random', mod, offset: 0 } })

/** Each way in words: its probability, where it leads, and what became of the packet. */
function ways(result: RunResult): string[] {
  const told = (packet: FlowPacket | undefined) => (packet ? ` ${packet.src}>${packet.dst}:${packet.dport} mark ${packet.mark}` : '')
  const word = (verdict: unknown) =>
    typeof verdict === 'object' && verdict !== null && 'is' in verdict ? String(verdict.is) : String(verdict)
  if (result.is === 'passed') return [`passed ${result.reason?.code}`]
  if (result.is === 'matched')
    return [`${word(result.verdict)}${told(result.progress.packet)}${result.progress.op ? ` ${result.progress.op}` : ''}`]
  return result.ways.map(({ probability, leads, packet, label }) => `${probability ?? '?'} ${word(leads)} ${label}${told(packet)}`)
}

describe('translations', () => {
  test.each<[string, object[], string[], Partial<FlowPacket>?, Partial<HookContext>?]>([
    ['dnat', [TCP, { dnat: { addr: '10.0.0.1', port: 8080 } }], ['accept 192.0.2.10>10.0.0.1:8080 mark 0 DNAT']],
    ['dnat to a port', [TCP, { dnat: { port: 8080 } }], ['accept 192.0.2.10>198.51.100.20:8080 mark 0 DNAT']],
    ['of another family', [{ dnat: { family: 'ip6', addr: 'fe80::1' } }], ['passed absent']],
    [
      'dnat by dice',
      [
        {
          dnat: {
            addr: {
              map: {
                key: numgen(2),
                data: {
                  set: [
                    [0, '10.0.0.1'],
                    [1, '10.0.0.2'],
                  ],
                },
              },
            },
          },
        },
      ],
      ['0.5 accept 10.0.0.1:80 192.0.2.10>10.0.0.1:80 mark 0', '0.5 accept 10.0.0.2:80 192.0.2.10>10.0.0.2:80 mark 0'],
    ],
    [
      'dnat by a map to address and port',
      [
        {
          dnat: {
            family: 'ip',
            addr: { map: { key: { payload: { protocol: 'th', field: 'dport' } }, data: { set: [[80, { concat: ['10.0.0.1', 8080] }]] } } },
          },
        },
      ],
      ['accept 192.0.2.10>10.0.0.1:8080 mark 0 DNAT'],
    ],
    [
      'a map without an element',
      [
        {
          dnat: {
            family: 'ip',
            addr: { map: { key: { payload: { protocol: 'th', field: 'dport' } }, data: { set: [[81, '10.0.0.1']] } } },
          },
        },
      ],
      ['passed not-in-set'],
    ],
    [
      'netmap',
      [
        {
          dnat: {
            family: 'ip',
            flags: 'netmap',
            type_flags: 'prefix',
            addr: {
              map: {
                key: { payload: { protocol: 'ip', field: 'daddr' } },
                data: { set: [[{ prefix: { addr: '198.51.100.0', len: 24 } }, { prefix: { addr: '10.2.3.0', len: 24 } }]] },
              },
            },
          },
        },
      ],
      ['accept 192.0.2.10>10.2.3.20:80 mark 0 DNAT'],
    ],
    [
      'a range of addresses',
      [{ dnat: { addr: { range: ['10.0.0.1', '10.0.0.2'] } } }],
      ['? accept 10.0.0.1:80 192.0.2.10>10.0.0.1:80 mark 0', '? accept 10.0.0.2:80 192.0.2.10>10.0.0.2:80 mark 0'],
    ],
    ['redirect', [TCP, { redirect: { port: 15001 } }], ['accept 192.0.2.10>198.51.100.20:15001 mark 0 REDIRECT']],
    [
      'redirect in OUTPUT',
      [TCP, { redirect: { port: 15001 } }],
      ['accept 192.0.2.10>127.0.0.1:15001 mark 0 REDIRECT'],
      { in: null },
      { hook: 'OUTPUT' },
    ],
    ['masquerade', [{ masquerade: { flags: 'fully-random' } }], ['accept 198.51.100.20>198.51.100.20:80 mark 0 MASQUERADE']],
    ['snat', [{ snat: { addr: '10.9.9.9' } }], ['accept 10.9.9.9>198.51.100.20:80 mark 0 SNAT']],
  ])('%s', (_, statements, expected, packet, context) => {
    expect(ways(ran(statements, { ...(packet ? { packet } : {}), ...(context ? { context } : {}) }))).toEqual(expected)
  })
})

describe('verdicts and verdict maps', () => {
  const key = { payload: { protocol: 'th', field: 'dport' } }
  test.each<[string, object[], string[], Partial<FlowPacket>?]>([
    ['accept', [{ accept: null }], ['accept 192.0.2.10>198.51.100.20:80 mark 0']],
    ['none', [{ counter: null }], ['null 192.0.2.10>198.51.100.20:80 mark 0']],
    ['continue goes on within the rule', [{ continue: null }, { drop: null }], ['drop 192.0.2.10>198.51.100.20:80 mark 0']],
    ['by the key', [{ vmap: { key, data: { set: [[80, { goto: { target: 'x' } }]] } } }], ['goto 192.0.2.10>198.51.100.20:80 mark 0']],
    [
      'the one for everything else',
      [
        {
          vmap: {
            key,
            data: {
              set: [
                [81, { accept: null }],
                ['*', { drop: null }],
              ],
            },
          },
        },
      ],
      ['drop 192.0.2.10>198.51.100.20:80 mark 0'],
    ],
    ['no element', [{ vmap: { key, data: { set: [[81, { drop: null }]] } } }], ['passed not-in-set']],
    [
      'by dice: equal verdicts are one way, what is left ends the rule',
      [
        {
          vmap: {
            key: numgen(4),
            data: {
              set: [
                [0, { goto: { target: 'a' } }],
                [1, { goto: { target: 'b' } }],
                [2, { goto: { target: 'a' } }],
              ],
            },
          },
        },
      ],
      ['0.5 goto a', '0.25 goto b', '0.25 break '],
    ],
    [
      'by a hash: each may be, or none',
      [
        {
          vmap: {
            key: { symhash: { mod: 2 } },
            data: {
              set: [
                [0, { accept: null }],
                [1, { drop: null }],
              ],
            },
          },
        },
      ],
      ['? accept accept', '? drop drop', '? break '],
    ],
    ['queue', [{ queue: { num: 1 } }], ['? accept accept', '? drop drop']],
    ['reject', [{ reject: { type: 'tcp reset' } }], ['reject 192.0.2.10>198.51.100.20:80 mark 0']],
    ['a reset, which only TCP knows', [{ reject: { type: 'tcp reset' } }], ['passed differs'], { proto: 'udp' }],
    ['a rate', [{ limit: { rate: 5, per: 'second' } }, { accept: null }], ['? next ', '? break ']],
    ['a statement that nobody knows', [{ synproxy: null }], ['? next ', '? unknown synproxy']],
    ['a match of iptables', [{ xt: { type: 'match', name: 'owner' } }], ['? next ', '? break ']],
    ['what nft cannot say as JSON', ['jump { accept }' as unknown as object], ['? next ', '? unknown jump { accept }']],
  ])('%s', (_, statements, expected, packet) => {
    expect(ways(ran(statements, packet ? { packet } : {}))).toEqual(expected)
  })
})

describe('changes', () => {
  const mark = { meta: { key: 'mark' } }
  const set = (value: unknown, key: object = mark) => ({ mangle: { key, value } })
  test.each<[string, object[], string[], Partial<FlowPacket>?]>([
    ['a mark', [set(0x10)], ['null 192.0.2.10>198.51.100.20:80 mark 16 MARK']],
    ['bits of a mark', [set({ '|': [{ '&': [mark, 0xfffffff0] }, 5] })], ['null 192.0.2.10>198.51.100.20:80 mark 21 MARK'], { mark: 0x1f }],
    ['the connection’s mark', [set({ ct: { key: 'mark' } })], ['null 192.0.2.10>198.51.100.20:80 mark 9 MARK'], { ctmark: 9 }],
    [
      'a mark by dice',
      [set(numgen(2))],
      ['0.5 next 0x0 192.0.2.10>198.51.100.20:80 mark 0', '0.5 next 0x1 192.0.2.10>198.51.100.20:80 mark 1'],
    ],
    [
      'addresses in the header',
      [{ mangle: { key: { payload: { protocol: 'ip', field: 'daddr' } }, value: '10.0.0.1' } }],
      ['? next ', '? unknown ip daddr set 10.0.0.1'],
    ],
    [
      'the rest of the header',
      [{ mangle: { key: { payload: { protocol: 'ip', field: 'dscp' } }, value: 'cs1' } }],
      ['null 192.0.2.10>198.51.100.20:80 mark 0'],
    ],
  ])('%s', (_, statements, expected, packet) => {
    expect(ways(ran(statements, packet ? { packet } : {}))).toEqual(expected)
  })

  test('what was set before a part that does not match stays set', () => {
    const result = ran([set(7), { match: { op: '==', left: { meta: { key: 'l4proto' } }, right: 'udp' } }])
    expect(result).toMatchObject({ is: 'passed', packet: { mark: 7 }, statement: { match: { right: 'udp' } } })
  })

  test('notrack and zones count before conntrack only', () => {
    const states = (statements: object[], ctstate: Set<string>) => {
      const result = ran(statements, { packet: { ctstate } })
      return result.is === 'matched' ? [[...result.progress.packet.ctstate], result.progress.packet.template ?? false] : result.is
    }
    expect(states([{ notrack: null }], new Set(['INVALID']))).toEqual([['UNTRACKED'], false])
    expect(states([{ notrack: null }], new Set(['NEW']))).toEqual([['NEW'], false])
    expect(states([set(1, { ct: { key: 'zone' } })], new Set(['INVALID']))).toEqual([['INVALID'], true])
  })
})

describe('tproxy', () => {
  const statements = [
    TCP,
    { tproxy: { family: 'ip', port: 15006 } },
    { mangle: { key: { meta: { key: 'mark' } }, value: 1337 } },
    { accept: null },
  ]

  test('the socket that listens takes the packet, and the rule goes on', () => {
    expect(ran(statements, { context: { listener: () => 'any' } })).toMatchObject({
      is: 'matched',
      progress: { port: 15006, op: 'TPROXY', packet: { mark: 1337 } },
    })
  })

  test('of several addresses of the interface, one of the packet’s own version is where the socket is looked for', () => {
    const asked: string[] = []
    const listener = (_: string, ip: string) => {
      asked.push(ip)
      return 'any' as const
    }
    const packet = { src: 'fd00::9', dst: 'fd00:50::3' }
    ran([{ tproxy: { family: 'ip6', port: 15006 } }], { packet, context: { listener, addressesOf: () => ['10.1.0.1', 'fd00::1'] } })
    expect(asked).toEqual(['fd00::1'])
  })

  test('without a socket the rule ends', () => {
    expect(ran(statements, { context: { listener: () => 'none' } })).toMatchObject({ is: 'passed', reason: { code: 'absent' } })
  })

  test('not known without what ss says', () => {
    expect(ran(statements)).toMatchObject({ is: 'fork', unknown: { code: 'not-known' } })
  })
})

test('a mark from a map that may not hold the key: it is set to what nobody knows, or the rule does not match', () => {
  const key = { payload: { protocol: 'th', field: 'dport' } }
  const value = { map: { key, data: { set: [[80, 1]] } } }
  const result = ran([{ mangle: { key: { meta: { key: 'mark' } }, value } }], { packet: { proto: 'icmp', dport: 0x800 } })
  expect(result).toMatchObject({ is: 'fork', ways: [{ leads: { is: 'unknown' } }, { leads: 'break' }] })
})

test('a zone over lo, for what nobody tracked on its way out, makes a connection that is not known here', () => {
  const zone = { mangle: { key: { ct: { key: 'zone' } }, value: 7 } }
  const packet = { in: 'lo', ctstate: new Set(['UNTRACKED']) }
  const tree = throughHook(listing({ raw: [[zone]] }, [], [base('raw', 'prerouting', -310)]), { packet, context: { natDone: true } })
  expect(tree.branches?.map(({ tree: way }) => way.end?.verdict ?? null)).toEqual(['accept', null])
})

describe('translations of IPv6', () => {
  const packet = { src: 'fd00:1::9', dst: 'fd00:1::1' }
  const key = { payload: { protocol: 'th', field: 'dport' } }
  test.each<[string, object, string]>([
    ['an address with a port', { dnat: { family: 'ip6', addr: 'fd00:2::9', port: 8080 } }, 'fd00:2::9:8080'],
    [
      'an address and a port of a map',
      { dnat: { family: 'ip6', addr: { map: { key, data: { set: [[80, { concat: ['fd00:2::9', 8080] }]] } } } } },
      'fd00:2::9:8080',
    ],
    [
      'the same host of another network',
      {
        dnat: {
          family: 'ip6',
          addr: {
            map: {
              key: { payload: { protocol: 'ip6', field: 'daddr' } },
              data: { set: [[{ prefix: { addr: 'fd00:1::', len: 64 } }, { prefix: { addr: 'fd00:50::', len: 64 } }]] },
            },
          },
        },
      },
      'fd00:50::1:80',
    ],
  ])('%s', (_, statement, expected) => {
    const result = ran([TCP, statement], { packet })
    expect(result).toMatchObject({ is: 'matched', progress: { op: 'DNAT' } })
    expect(result.is === 'matched' && `${result.progress.packet.dst}:${result.progress.packet.dport}`).toBe(expected)
  })
})

test('a zone takes notrack back as long as conntrack has not come by', () => {
  const zone = { mangle: { key: { ct: { key: 'zone' } }, value: 7 } }
  const states = (prio: number) => {
    const tree = throughHook(listing({ raw: [[{ notrack: null }, zone]] }, [], [base('raw', 'prerouting', prio)]))
    return [...(tree.end?.packet.ctstate ?? [])]
  }
  expect(states(-310)).toEqual(['NEW'])
  const untracked = { ctstate: new Set(['UNTRACKED']) }
  expect(throughHook(listing({ late: [[zone]] }, [], [base('late', 'prerouting', 0)]), { packet: untracked }).end?.packet.ctstate).toEqual(
    new Set(['UNTRACKED']),
  )
})
