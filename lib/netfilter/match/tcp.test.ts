import { expect, test } from 'vitest'
import { says } from '@/lib/netfilter/testing/one-rule'

test.each([
  ['-p tcp -m tcp --dport 80', {}, {}, 'yes'],
  ['-p tcp -m tcp --dport 81', {}, {}, 'no'],
  ['-p tcp -m tcp ! --dport 80', {}, {}, 'no'],
  ['-p tcp -m tcp --dport 1:1024', {}, {}, 'yes'],
  ['-p tcp -m tcp --dport 1024:', {}, {}, 'no'],
  ['-p tcp -m tcp --sport 40000', {}, {}, 'yes'],
  ['-p tcp -m tcp --sport 40000', { sport: null }, {}, 'unknown'],
  ['-p tcp -m tcp --sport 0:65535', { sport: null }, {}, 'yes'],
  ['-p tcp -m tcp --tcp-flags FIN,SYN,RST,ACK SYN', {}, {}, 'yes'],
  ['-p tcp -m tcp ! --tcp-flags FIN,SYN,RST,ACK SYN', {}, {}, 'no'],
  ['-p tcp -m tcp --tcp-flags SYN,ACK ACK', {}, {}, 'no'],
  ['-p tcp -m tcp --tcp-flags ALL NONE', {}, {}, 'no'],
  ['-p tcp -m tcp --syn', {}, {}, 'yes'],
  ['-p tcp -m tcp --tcp-option 8', {}, {}, 'unknown'],
  ['-p tcp -m tcp --dport 80:70', {}, {}, 'unknown'],
  ['-p tcp -m tcp --dport 70000', {}, {}, 'unknown'],
  // Versions of iptables-nft differ when one of two excluded ports is the packet's.
  ['-p tcp -m tcp ! --sport 1 ! --dport 80', {}, {}, 'unknown'],
  ['-p tcp -m tcp ! --sport 40000 ! --dport 80', {}, {}, 'no'],
  ['-p tcp -m tcp ! --sport 1 ! --dport 2', {}, {}, 'yes'],
  ['-p tcp -m tcp ! --sport 1:2 ! --dport 80', {}, {}, 'no'],
] as const)('%s of %o in %o: %s', (rule, packet, context, expected) => {
  expect(says(rule, packet, context)).toBe(expected)
})
