import { expect, test } from 'vitest'
import { describeReason, REASON_CODES, REASON_FIELDS } from '@/lib/netfilter/match/reasons'
import en from '@/messages/en/netfilter.json'
import ko from '@/messages/ko/netfilter.json'

const VALUES = {
  field: 'dport',
  got: '1',
  want: '2',
  module: 'set',
  what: 'x',
  target: 'X',
  limit: '3',
  probability: '0.5',
  set: '@s',
  chain: 'C',
  first: 'A',
  second: 'B',
}
const placeholders = (text: string) => [...text.matchAll(/\{(\w+)\}/g)].map((match) => match[1]).sort()

test('every reason and field has its words in both languages, with the same values', () => {
  for (const messages of [en, ko]) {
    expect(Object.keys(messages.reason).sort()).toEqual([...REASON_CODES].sort())
    expect(Object.keys(messages.field).sort()).toEqual([...REASON_FIELDS].sort())
  }
  for (const code of REASON_CODES) expect(placeholders(ko.reason[code]), code).toEqual(placeholders(en.reason[code]))
})

test('the English words are those that the walk says', () => {
  for (const code of REASON_CODES) {
    const words = en.reason[code].replace(/\{(\w+)\}/g, (_, name: string) =>
      name === 'fieldName' ? en.field.dport : (new Map(Object.entries(VALUES)).get(name) ?? ''),
    )
    expect(describeReason({ code, values: VALUES })).toBe(words)
  }
})
