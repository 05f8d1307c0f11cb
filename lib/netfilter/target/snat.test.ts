import { expect, test } from 'vitest'
import { outcomesOf } from '@/lib/netfilter/testing/one-rule'

test('SNAT keeps the port, and sets the state', () => {
  const [outcome] = outcomesOf('-j SNAT --to-source 203.0.113.9')
  expect(outcome).toMatchObject({ kind: 'accept', op: 'SNAT', packet: { src: '203.0.113.9', sport: 40000 } })
  expect(outcome?.kind === 'accept' && outcome.packet.ctstate.has('SNAT')).toBe(true)
  expect(outcomesOf('-j SNAT --to-source 203.0.113.9-203.0.113.10 --persistent')).toHaveLength(2)
})

test('MASQUERADE takes the address of the way out', () => {
  const out = { in: null, out: 'eth0' }
  expect(outcomesOf('-j MASQUERADE', out, { sourceFor: () => '203.0.113.7' })).toMatchObject([
    { op: 'MASQUERADE', packet: { src: '203.0.113.7', sport: 40000 } },
  ])
  expect(outcomesOf('-j MASQUERADE --random-fully', out)).toMatchObject([{ packet: { sport: null } }])
  expect(outcomesOf('-p tcp -j MASQUERADE --to-ports 1024-2048', out)).toMatchObject([{ packet: { sport: null } }])
  expect(outcomesOf('-j MASQUERADE', out, { sourceFor: () => null })).toMatchObject([{ kind: 'unknown' }])
})
