import { expect, test } from 'vitest'
import { outcomesOf } from '@/lib/netfilter/testing/one-rule'

const RULE = '-p tcp -j TPROXY --on-port 15006 --on-ip 0.0.0.0 --tproxy-mark 0x539/0xffffffff'

test('gives the packet to the listening socket, marked; the addresses stay', () => {
  expect(outcomesOf(RULE, {}, { listener: (_proto, _ip, port) => (port === 15006 ? 'any' : 'none') })).toMatchObject([
    { kind: 'accept', op: 'TPROXY', packet: { mark: 0x539, dst: '198.51.100.20', dport: 80 } },
  ])
})

test('drops without one, and follows both when the sockets are not known', () => {
  expect(outcomesOf(RULE, {}, { listener: () => 'none' })).toEqual([{ kind: 'drop' }])
  expect(outcomesOf(RULE).map(({ kind }) => kind)).toEqual(['accept', 'drop'])
})
