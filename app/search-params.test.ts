import { expect, test } from 'vitest'
import { serializeAddress } from '@/app/search-params'

test('an IPv6 address in the question is no part of a route', () => {
  const address = serializeAddress('/', { url: 'http://[fd00::1]/' })
  expect(address.split('/').some((part) => part.startsWith('['))).toBe(false)
  expect(new URLSearchParams(address.slice(address.indexOf('?'))).get('url')).toBe('http://[fd00::1]/')
})
