import { expect, test } from 'vitest'
import { outcomesOf } from '@/lib/netfilter/testing/one-rule'

test('NETMAP keeps the host and changes its network', () => {
  expect(outcomesOf('-j NETMAP --to 10.5.0.0/16', {}, { hook: 'PREROUTING' })).toMatchObject([
    { kind: 'accept', op: 'DNAT', packet: { dst: '10.5.100.20', src: '192.0.2.10', dport: 80 } },
  ])
  expect(outcomesOf('-j NETMAP --to 10.5.0.0/16', {}, { hook: 'POSTROUTING' })).toMatchObject([
    { kind: 'accept', op: 'SNAT', packet: { src: '10.5.2.10', sport: 40000 } },
  ])
  expect(outcomesOf('-j NETMAP --to 2001:db8:5::/48', { dst: '2001:db8:1::9' }, { hook: 'OUTPUT' })).toMatchObject([
    { packet: { dst: '2001:db8:5::9' } },
  ])
  expect(outcomesOf('-j NETMAP --to nowhere')).toMatchObject([{ kind: 'unknown' }])
})
