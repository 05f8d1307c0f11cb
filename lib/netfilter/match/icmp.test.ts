import { expect, test } from 'vitest'
import { says } from '@/lib/netfilter/testing/one-rule'

test.each([
  ['-p icmp -m icmp --icmp-type 8', {}, {}, 'no'],
  ['-m icmp ! --icmp-type 8', {}, {}, 'no'],
  ['-p icmp -m icmp --icmp-type 8', { proto: 'icmp', dport: 0x800 }, {}, 'yes'],
  ['-p icmp -m icmp --icmp-type 8/1', { proto: 'icmp', dport: 0x800 }, {}, 'no'],
  ['-p icmp -m icmp ! --icmp-type 0', { proto: 'icmp', dport: 0x800 }, {}, 'yes'],
  ['-p icmp -m icmp --icmp-type any', { proto: 'icmp', dport: 0x800 }, {}, 'yes'],
  ['-p icmp -m icmp ! --icmp-type any', { proto: 'icmp', dport: 0x800 }, {}, 'no'],
  ['-p icmp -m icmp --icmp-type odd', { proto: 'icmp', dport: 0x800 }, {}, 'unknown'],
  ['-p ipv6-icmp -m icmp6 --icmpv6-type 128', { proto: 'icmpv6', dport: 0x8000 }, {}, 'yes'],
  ['-p 58 -m icmp6 --icmpv6-type 129', { proto: 'icmpv6', dport: 0x8000 }, {}, 'no'],
  ['-m conntrack --ctproto 1', { proto: 'icmp', dport: 0x800 }, {}, 'yes'],
  ['-m conntrack --ctorigdstport 80', { proto: 'icmp', dport: 0x800 }, {}, 'unknown'],
  ['-p 132 -m sctp --dport 80', { proto: 'sctp' }, {}, 'yes'],
  ['-p tcp', { proto: 'sctp' }, {}, 'no'],
] as const)('%s of %o in %o: %s', (rule, packet, context, expected) => {
  expect(says(rule, packet, context)).toBe(expected)
})
