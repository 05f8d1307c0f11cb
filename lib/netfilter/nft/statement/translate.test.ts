import { describe, expect, test } from 'vitest'
import type { FlowPacket, HookContext } from '@/lib/netfilter/model'
import { ran } from '@/lib/netfilter/testing/native-rule'
import { numgen, TCP, ways } from '@/lib/netfilter/testing/native-ways'

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
