import { expect, it } from 'vitest'
import { unsaid } from '@/lib/api/testing/unsaid'
import { locatePointer } from '@/lib/recording/json-locate'
import { jsonErrorMessage, parseJson } from '@/lib/recording/json-parse'
import fc from '@/lib/testing/fast-check'

it.each([
  ['', 'line 1, column 1: the file ends in the middle of the JSON (truncated?)'],
  ['{"a": 1', 'line 1, column 8: the file ends in the middle of the JSON (truncated?)'],
  ['{"a": 1,\n}', 'line 2, column 1: “}” where a name in double quotes was expected'],
  ['[1 2]', 'line 1, column 4: “2” where a comma or the closing bracket was expected'],
  ['{"a" 1}', 'line 1, column 6: “1” where “:” was expected'],
  ['{}\n{}', 'line 2, column 1: “{” where the end of the file was expected'],
  ['{"a": nope}', 'line 1, column 7: “nope}” is not JSON'],
  ['["a\nb"]', 'line 1, column 2: a text that does not end on its line, or has a wrong escape'],
])('says where %j is wrong', (text, message) => {
  const result = parseJson(text)
  expect(result.ok ? '' : jsonErrorMessage(result)).toBe(message)
  expect(unsaid(message)).toBeNull()
})

it('agrees with JSON.parse about what is JSON, and never throws', () => {
  fc.assert(
    fc.property(
      fc.oneof(
        fc.json(),
        fc.string(),
        fc.json().map((text) => text.slice(1)),
      ),
      (text) => {
        let good = true
        try {
          JSON.parse(text)
        } catch {
          good = false
        }
        const result = parseJson(text)
        return result.ok === good && (result.ok || result.message !== 'not valid JSON')
      },
    ),
    { numRuns: 500 },
  )
})

it('finds every value by its pointer', () => {
  const text = '{\n "a": [1, {"b/c": "x",\n "d~": null}],\n "é": {}}'
  expect(locatePointer(text, '')).toEqual({ line: 1, column: 1, endLine: 4 })
  expect(locatePointer(text, '/a/0')).toEqual({ line: 2, column: 8, endLine: 2 })
  expect(locatePointer(text, '/a/1')).toEqual({ line: 2, column: 11, endLine: 3 })
  expect(locatePointer(text, '/a/1/b~1c')).toEqual({ line: 2, column: 19, endLine: 2 })
  expect(locatePointer(text, '/a/1/d~0')).toEqual({ line: 3, column: 8, endLine: 3 })
  expect(locatePointer(text, '/é')).toEqual({ line: 4, column: 7, endLine: 4 })
  for (const pointer of ['/x', '/a/2', '/a/-1', '/a/0/b', 'a', '/a/01', '/a/']) expect(locatePointer(text, pointer)).toBeNull()
})
