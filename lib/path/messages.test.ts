import { readFileSync } from 'node:fs'
import { expect, it } from 'vitest'

function keys(value: unknown, path = ''): string[] {
  if (typeof value !== 'object' || value === null) return [path]
  return Object.entries(value).flatMap(([key, inner]) => keys(inner, path === '' ? key : `${path}.${key}`))
}

const read = (locale: string, name: string): unknown => JSON.parse(readFileSync(`messages/${locale}/${name}.json`, 'utf8'))

it.each(['path', 'explain'])('%s says the same things in both languages', (name) => {
  expect(keys(read('ko', name)).sort()).toEqual(keys(read('en', name)).sort())
})
