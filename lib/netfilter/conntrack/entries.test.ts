import { expect, test } from 'vitest'
import { parseConntrack } from '@/lib/netfilter/conntrack/entries'

test('TCP with state, UDP without, flags, mark and zone; other lines are left out', () => {
  const text = [
    'ipv4     2 tcp      6 119 TIME_WAIT src=10.0.0.1 dst=10.0.0.2 sport=1000 dport=80 src=10.1.0.2 dst=10.0.0.1 sport=8080 dport=1000 [ASSURED] mark=5 zone=1 use=1',
    'ipv4     2 udp      17 26 src=10.0.0.1 dst=10.0.0.3 sport=5 dport=53 [UNREPLIED] src=10.0.0.3 dst=10.0.0.1 sport=53 dport=5 mark=0 use=1',
    'ipv4     2 unknown  2 500 src=10.0.0.1 dst=224.0.0.1 [UNREPLIED] src=224.0.0.1 dst=10.0.0.1 mark=0 use=1',
    'conntrack v1.4.7: 3 flow entries have been shown.',
  ].join('\n')
  const [tcp, udp, other, ...rest] = parseConntrack(text)
  expect(tcp).toEqual({
    family: 'ipv4',
    proto: 'tcp',
    timeout: 119,
    state: 'TIME_WAIT',
    original: { src: '10.0.0.1', dst: '10.0.0.2', sport: 1000, dport: 80 },
    reply: { src: '10.1.0.2', dst: '10.0.0.1', sport: 8080, dport: 1000 },
    flags: ['ASSURED'],
    mark: 5,
    zone: 1,
    line: 1,
  })
  expect(udp).toMatchObject({ state: null, timeout: 26, flags: ['UNREPLIED'], reply: { sport: 53 } })
  expect(other).toMatchObject({ original: { sport: null, dport: null } })
  expect(rest).toEqual([])
})
