import { expect, it } from 'vitest'
import { clockText } from '@/components/player/clock'

it.each([
  [0, '00:00.00'],
  [5253, '00:05.25'],
  [69_513, '01:09.51'],
  [59_999, '00:59.99'],
])('%i ms is %s', (ms, text) => {
  expect(clockText(ms)).toBe(text)
})
