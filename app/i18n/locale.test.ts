import { describe, expect, it } from 'vitest'
import { chooseLocale } from '@/app/i18n/locale'

describe('chooseLocale', () => {
  it.each([
    ['ko', 'en', 'ko'],
    [undefined, 'ko-KR,ko;q=0.9,en;q=0.5', 'ko'],
    [undefined, 'fr, en;q=0.8, ko;q=0.9', 'ko'],
    [undefined, 'fr', 'en'],
    [undefined, 'ko;q=0, en;q=0.1', 'en'],
    [undefined, null, 'en'],
    ['xx', 'ko', 'ko'],
  ])('cookie %s and Accept-Language %s give %s', (cookie, header, locale) => {
    expect(chooseLocale(cookie, header)).toBe(locale)
  })
})
