import { expect, test } from 'vitest'
import { outcomesOf } from '@/lib/netfilter/testing/one-rule'

test('address and port, and the DNAT state', () => {
  const [outcome] = outcomesOf('-p tcp -j DNAT --to-destination 10.0.0.5:8080')
  expect(outcome).toMatchObject({ kind: 'accept', op: 'DNAT', packet: { dst: '10.0.0.5', dport: 8080 } })
  expect(outcome?.kind === 'accept' && [...outcome.packet.ctstate]).toEqual(['NEW', 'DNAT'])
})

test('a part that is not given stays', () => {
  expect(outcomesOf('-p tcp -j DNAT --to-destination :8080')).toMatchObject([{ packet: { dst: '198.51.100.20', dport: 8080 } }])
  expect(outcomesOf('-p tcp -j DNAT --to-destination 10.0.0.5')).toMatchObject([{ packet: { dst: '10.0.0.5', dport: 80 } }])
  expect(outcomesOf('-p tcp -j DNAT --to-destination [2001:db8::5]:81')).toMatchObject([{ packet: { dst: '2001:db8::5', dport: 81 } }])
})

test('to itself changes nothing, so no DNAT state', () => {
  const [outcome] = outcomesOf('-p tcp -j DNAT --to-destination 198.51.100.20:80')
  expect(outcome?.kind === 'accept' && outcome.packet.ctstate.has('DNAT')).toBe(false)
})

test('ranges: every outcome; a port in the range stays; too many are unknown', () => {
  expect(outcomesOf('-p tcp -j DNAT --to-destination 10.0.0.1-10.0.0.3')).toHaveLength(3)
  expect(outcomesOf('-p tcp -j DNAT --to-destination 10.0.0.1:70-90')).toMatchObject([{ packet: { dport: 80 } }])
  expect(outcomesOf('-p tcp -j DNAT --to-destination 10.0.0.1:1-3')).toHaveLength(3)
  expect(outcomesOf('-p tcp -j DNAT --to-destination 10.0.0.1-10.0.9.3')).toMatchObject([{ kind: 'unknown' }])
  expect(outcomesOf('-p tcp -j DNAT --to-destination 10.0.0.9-10.0.0.3')).toMatchObject([{ kind: 'unknown' }])
})

test('a base port: the same offset from the first port of the range, around its end', () => {
  const to = (more: string, dport: number) => outcomesOf(`-p tcp -j DNAT --to-destination ${more}`, { dport })
  expect(to('10.0.0.1:75-85/79', 80)).toMatchObject([{ packet: { dst: '10.0.0.1', dport: 76 } }])
  expect(to(':12000-13000/2000', 2345)).toMatchObject([{ packet: { dport: 12345 } }])
  expect(to('[2001:db8::1]:8000-8003/80 --random', 85)).toMatchObject([{ packet: { dst: '2001:db8::1', dport: 8001 } }])
  // Below the base the difference is one of 16 bits: 65535 % 10 = 5.
  expect(to(':100-109/81', 80)).toMatchObject([{ packet: { dport: 105 } }])
  for (const wrong of [':75-85/0', ':75-85/65536', ':75-85/', ':75-85/1/2', ':75/79'])
    expect(to(wrong, 80)).toMatchObject([{ kind: 'unknown', reason: { code: 'not-readable' } }])
})

test('of ICMP a random choice draws another id', () => {
  const [outcome] = outcomesOf('-j DNAT --to-destination 10.0.0.5 --random', { proto: 'icmp', dport: 0x800 })
  expect(outcome).toMatchObject({ packet: { dst: '10.0.0.5', sport: null, dport: 0x800 } })
  expect(outcomesOf('-j DNAT --to-destination 10.0.0.5', { proto: 'icmp', dport: 0x800 })[0]).toMatchObject({ packet: { sport: 40000 } })
})
