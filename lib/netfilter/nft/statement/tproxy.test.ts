import { describe, expect, test } from 'vitest'
import { ran } from '@/lib/netfilter/testing/native-rule'
import { TCP } from '@/lib/netfilter/testing/native-ways'

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
