import { expect, it } from 'vitest'
import { ageAt, humanDuration } from '@/lib/istio/age'

it.each([
  [-5, '<invalid>'],
  [-0.4, '0s'],
  [48, '48s'],
  [119, '119s'],
  [120, '2m'],
  [469, '7m49s'],
  [600, '10m'],
  [179 * 60, '179m'],
  [3 * 3600, '3h'],
  [3 * 3600 + 300, '3h5m'],
  [9 * 3600, '9h'],
  [50 * 3600, '2d2h'],
  [30 * 86400, '30d'],
  [800 * 86400, '2y70d'],
  [3000 * 86400, '8y'],
])('%d seconds is %s', (seconds, text) => expect(humanDuration(seconds)).toBe(text))

it('has no age without both moments', () => {
  expect(ageAt(undefined, '2026-01-01T00:00:00Z')).toBeNull()
  expect(ageAt('yesterday', '2026-01-01T00:00:00Z')).toBeNull()
  expect(ageAt('2026-01-01T00:00:00.5Z', '2026-01-01T00:01:00Z')).toBe('59s')
})
