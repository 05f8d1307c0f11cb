import { expect, it } from 'vitest'
import { withoutTimers } from '@/lib/netfilter/conntrack/without-timers'

it('a connection’s timer says nothing new, its state does', () => {
  const line = (seconds: number) => `ipv4     2 tcp      6 ${seconds} ESTABLISHED src=10.0.0.1 dst=10.0.0.2 sport=1 dport=80`
  expect(withoutTimers(line(431_999))).toBe(withoutTimers(line(12)))
  expect(withoutTimers(line(5).replace('ESTABLISHED', 'TIME_WAIT'))).not.toBe(withoutTimers(line(5)))
})
