import { describe, expect, test } from 'vitest'
import { ran } from '@/lib/netfilter/testing/native-rule'
import { ways } from '@/lib/netfilter/testing/native-ways'

/** A statement of a match or a target of iptables, of which nft lists the name alone. */
const xt = (type: 'match' | 'target', name: string) => ({ xt: { type, name } })

describe('matches and targets of iptables, of which nft lists the names alone', () => {
  test.each<[string, object[], string[]]>([
    ['a comment holds always', [xt('match', 'comment'), { drop: null }], ['drop 192.0.2.10>198.51.100.20:80 mark 0']],
    ['another match may hold or not', [xt('match', 'owner')], ['? next ', '? break ']],
    ['a target that only writes goes on', [xt('target', 'LOG'), { drop: null }], ['drop 192.0.2.10>198.51.100.20:80 mark 0']],
    [
      'where a translation leads is not known, but that it ends the table',
      [xt('target', 'DNAT'), { drop: null }],
      ['unknown 192.0.2.10>198.51.100.20:80 mark 0'],
    ],
    ['another target may do anything', [xt('target', 'MARK')], ['? next ', '? unknown -j MARK']],
  ])('%s', (_, statements, expected) => {
    expect(ways(ran(statements))).toEqual(expected)
  })

  test('masquerading takes the outgoing interface’s address; its options choose the port alone', () => {
    const result = ran([xt('target', 'MASQUERADE')], {
      packet: { out: 'eth0', sport: 4000 },
      context: { hook: 'POSTROUTING', sourceFor: () => '198.51.100.1' },
    })
    expect(result).toMatchObject({
      is: 'matched',
      verdict: { is: 'accept' },
      progress: { op: 'MASQUERADE', packet: { src: '198.51.100.1', sport: null } },
    })
  })
})
