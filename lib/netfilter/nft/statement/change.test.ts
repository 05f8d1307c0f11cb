import { describe, expect, test } from 'vitest'
import type { FlowPacket } from '@/lib/netfilter/model'
import { base, listing, ran, throughHook } from '@/lib/netfilter/testing/native-rule'
import { numgen, ways } from '@/lib/netfilter/testing/native-ways'

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
