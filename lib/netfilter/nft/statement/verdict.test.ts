import { describe, expect, test } from 'vitest'
import type { FlowPacket } from '@/lib/netfilter/model'
import { ran } from '@/lib/netfilter/testing/native-rule'
import { numgen, ways } from '@/lib/netfilter/testing/native-ways'

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
