import { expect, test } from 'vitest'
import { says } from '@/lib/netfilter/testing/one-rule'

test.each([
  ['-s 192.0.2.0/24', {}, {}, 'yes'],
  ['-s 192.0.3.0/24', {}, {}, 'no'],
  ['! -s 192.0.2.0/24', {}, {}, 'no'],
  ['! -s 192.0.3.0/24', {}, {}, 'yes'],
  ['-s 192.0.0.10/255.255.0.255', {}, {}, 'yes'],
  ['! -s 192.0.0.11/255.255.0.255', {}, {}, 'yes'],
  ['-d 198.51.100.20', {}, {}, 'yes'],
  ['-d 2001:db8::/32', { dst: '2001:db8::1' }, {}, 'yes'],
  ['-d 198.51.100.20/33', {}, {}, 'unknown'],
  ['-i eth0', {}, {}, 'yes'],
  ['-i eth+', {}, {}, 'yes'],
  ['! -i eth+', {}, {}, 'no'],
  ['-i lo', {}, {}, 'no'],
  ['-o eth0', {}, {}, 'no'],
  ['! -o eth0', {}, {}, 'yes'],
  ['-o +', {}, {}, 'yes'],
  ['-i eth1', { in: null, out: 'eth0' }, { hook: 'POSTROUTING', cameBy: 'eth1' }, 'yes'],
  ['-i eth1', { in: null, out: 'eth0' }, { hook: 'POSTROUTING' }, 'no'],
  ['-p tcp', {}, {}, 'yes'],
  ['-p 6', {}, {}, 'yes'],
  ['-p 99', {}, {}, 'no'],
  ['! -p udp', {}, {}, 'yes'],
  ['-p all', {}, {}, 'yes'],
  ['-f', {}, {}, 'no'],
  ['! -f', {}, {}, 'yes'],
  ['--future 1', {}, {}, 'unknown'],
  ['-s 203.0.113.1/32 --future 1', {}, {}, 'no'],
] as const)('%s of %o in %o: %s', (rule, packet, context, expected) => {
  expect(says(rule, packet, context)).toBe(expected)
})
