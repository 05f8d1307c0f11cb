import { createTranslator } from 'next-intl'
import { describe, expect, it } from 'vitest'
import { FINDING_CODES } from '@/lib/istio/analysis/codes'
import en from '@/messages/en/analysis.json'
import ko from '@/messages/ko/analysis.json'

/** The values that istioctl's own sentence has: those of the finding. */
const valuesOf = (says: string) => Object.fromEntries([...says.matchAll(/\{(\w+)(?::q)?\}/g)].map(([, name]) => [name, `«${name}»`]))

describe.each([
  ['en', en],
  ['ko', ko],
] as const)('sentences of findings in %s', (locale, messages) => {
  it.each(Object.entries(FINDING_CODES))('%s has one that needs no more than the finding has', (code, { says }) => {
    const found: Error[] = []
    const t = createTranslator({ locale, messages: { analysis: messages }, namespace: 'analysis', onError: (error) => found.push(error) })
    const own = (messages.says as Record<string, string | Record<string, string>>)[code]
    const keys = typeof own === 'object' ? Object.keys(own).map((sort) => `says.${code}.${sort}`) : [`says.${code}`]
    for (const key of keys) {
      const sentence = t.markup(key as never, { ...valuesOf(says), en: (chunks: string) => chunks } as never)
      expect(sentence).not.toContain('{')
      expect(sentence).not.toBe(`analysis.${key}`)
    }
    expect(keys.length).toBeGreaterThan(0)
    expect(found).toEqual([])
  })
})
