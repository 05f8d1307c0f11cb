import { expect, test } from 'vitest'
import { says } from '@/lib/netfilter/testing/one-rule'

test.each([
  ['-m conntrack --ctstate NEW', {}, {}, 'yes'],
  ['-m conntrack --ctstate RELATED,ESTABLISHED,DNAT', {}, {}, 'no'],
  ['-m conntrack --ctstate RELATED,ESTABLISHED,DNAT', { ctstate: new Set(['NEW', 'DNAT']) }, {}, 'yes'],
  ['-m conntrack ! --ctstate RELATED,ESTABLISHED,DNAT', { ctstate: new Set(['NEW', 'DNAT']) }, {}, 'no'],
  ['-m conntrack --ctstate SNAT', { ctstate: new Set(['NEW', 'DNAT']) }, {}, 'no'],
  ['-m conntrack --ctdir ORIGINAL', {}, {}, 'yes'],
  ['-m conntrack --ctdir REPLY', {}, {}, 'no'],
  ['-m conntrack --ctorigdst 10.96.0.10/32', { ctstate: new Set(['NEW', 'DNAT']) }, { original: { dst: '10.96.0.10', dport: 53 } }, 'yes'],
  ['-m conntrack --ctorigdstport 53', { ctstate: new Set(['NEW', 'DNAT']) }, { original: { dst: '10.96.0.10', dport: 53 } }, 'yes'],
  ['-m conntrack --ctorigsrc 192.0.2.0/24', {}, {}, 'yes'],
  ['-m conntrack --ctreplsrc 198.51.100.20', {}, {}, 'yes'],
  ['-m conntrack --ctproto 6', {}, {}, 'yes'],
  ['-m conntrack --ctorigsrc 192.0.2.0/24', { ctstate: new Set(['NEW', 'SNAT']) }, {}, 'unknown'],
  ['-m conntrack --ctorigdst 10.96.0.10', { ctstate: new Set(['UNTRACKED']) }, {}, 'no'],
  ['-m conntrack --ctstatus ASSURED', {}, {}, 'no'],
  ['-m conntrack ! --ctstatus ASSURED', {}, {}, 'yes'],
  ['-m conntrack --ctstatus SEEN_REPLY', { ctstate: new Set(['ESTABLISHED']) }, { natDone: true }, 'yes'],
  ['-m conntrack --ctstatus ASSURED', { ctstate: new Set(['ESTABLISHED']) }, { natDone: true }, 'unknown'],
  // Without a connection only the state is asked, and nothing else can match.
  ['-m conntrack ! --ctorigsrc 10.0.0.0/8', { ctstate: new Set(['INVALID']) }, {}, 'no'],
  ['-m conntrack ! --ctstatus ASSURED', { ctstate: new Set(['UNTRACKED']) }, {}, 'no'],
  ['-m conntrack --ctdir ORIGINAL', { ctstate: new Set(['INVALID']) }, {}, 'no'],
  ['-m conntrack --ctstate INVALID --ctorigsrc 10.0.0.0/8', { ctstate: new Set(['INVALID']) }, {}, 'yes'],
  ['-m conntrack --ctexpire 60', {}, {}, 'unknown'],
  ['-m conntrack --ctnew', {}, {}, 'unknown'],
] as const)('%s of %o in %o: %s', (rule, packet, context, expected) => {
  expect(says(rule, packet, context)).toBe(expected)
})
