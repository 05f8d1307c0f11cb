import { expect, test } from 'vitest'
import { says } from '@/lib/netfilter/testing/one-rule'

test.each([
  ['-m owner --uid-owner 1337', {}, {}, 'no'],
  ['-m owner ! --uid-owner 1337', {}, {}, 'yes'],
  ['-m owner --uid-owner 1337', {}, { owner: { uid: 1337, gid: 1337 } }, 'yes'],
  ['-m owner --uid-owner 1000-2000', {}, { owner: { uid: 1337, gid: 0 } }, 'yes'],
  ['-m owner ! --gid-owner 1337', {}, { owner: { uid: 0, gid: 1337 } }, 'no'],
  ['-m owner --uid-owner 0', {}, { owner: { uid: null, gid: null } }, 'unknown'],
  ['-m owner --socket-exists', {}, { owner: { uid: 0, gid: 0 } }, 'yes'],
  ['-m owner --socket-exists', {}, {}, 'no'],
  ['-m owner --gid-owner 5 --suppl-groups', {}, { owner: { uid: 0, gid: 0 } }, 'unknown'],
  ['-m owner --uid-owner root', {}, { owner: { uid: 0, gid: 0 } }, 'unknown'],
] as const)('%s of %o in %o: %s', (rule, packet, context, expected) => {
  expect(says(rule, packet, context)).toBe(expected)
})
