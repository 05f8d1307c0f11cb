import { expect, test } from 'vitest'
import { outcomesOf } from '@/lib/netfilter/testing/one-rule'

test('what is made here goes to loopback, what comes in to the interface', () => {
  expect(outcomesOf('-p tcp -j REDIRECT --to-ports 15001', { in: null }, { hook: 'OUTPUT' })).toMatchObject([
    { op: 'REDIRECT', packet: { dst: '127.0.0.1', dport: 15001 } },
  ])
  expect(outcomesOf('-p tcp -j REDIRECT --to-ports 15006', { dst: '203.0.113.1' })).toMatchObject([
    { packet: { dst: '198.51.100.20', dport: 15006 } },
  ])
  expect(outcomesOf('-p tcp -j REDIRECT', { dst: '203.0.113.1' })).toMatchObject([{ packet: { dport: 80 } }])
})

test('without a known address it is unknown', () => {
  expect(outcomesOf('-p tcp -j REDIRECT --to-ports 1', { in: 'eth9' })).toMatchObject([{ kind: 'unknown' }])
})

test('on an interface that has no address it is dropped', () => {
  const addressesOf = (iface: string) => (iface === 'lo' ? ['127.0.0.1', '::1'] : iface === 'eth0' ? ['198.51.100.20'] : [])
  expect(outcomesOf('-p tcp -j REDIRECT --to-ports 1', { in: 'eth9' }, { addressesOf })).toEqual([{ kind: 'drop' }])
  expect(outcomesOf('-p tcp -j REDIRECT', { in: 'eth0', dst: '2001:db8::1' }, { addressesOf })).toEqual([{ kind: 'drop' }])
})
