import { expect, test } from 'vitest'
import { outcomesOf } from '@/lib/netfilter/testing/one-rule'

test('--notrack and NOTRACK leave the packet untracked; a zone changes nothing', () => {
  for (const rule of ['-j CT --notrack', '-j NOTRACK']) {
    const [outcome] = outcomesOf(rule)
    expect(outcome?.kind === 'continue' && [...outcome.packet.ctstate]).toEqual(['UNTRACKED'])
  }
  const [zone] = outcomesOf('-j CT --zone 1')
  expect(zone?.kind === 'continue' && [...zone.packet.ctstate]).toEqual(['NEW'])
})
