import { expect, it } from 'vitest'
import { z } from 'zod'
import { unsaid } from '@/lib/api/testing/unsaid'
import { misfit, misfitAt } from '@/lib/reason/misfit'

const issueOf = (schema: z.ZodType, value: unknown) => {
  const [issue] = schema.safeParse(value).error?.issues ?? []
  if (!issue) throw new Error('it fits')
  return issue
}

it.each([
  [z.string(), 5, 'a value of type string is expected'],
  [z.coerce.number(), 'x', 'a value of type number is expected'],
  [z.number().int(), 1.5, 'a value of type int is expected'],
  [z.number().positive(), 0, 'more than 0 is expected'],
  [z.number().min(3), 2, 'at least 3 is expected'],
  [z.number().max(3), 4, 'at most 3 is expected'],
  [z.number().lt(3), 3, 'less than 3 is expected'],
  [z.string().min(1), '', 'at least 1 characters are expected'],
  [z.string().max(2), 'abc', 'at most 2 characters are expected'],
  [z.array(z.string()).min(2), [], 'at least 2 items are expected'],
  [z.array(z.string()).max(0), ['a'], 'at most 0 items are expected'],
  [z.enum(['a', 'b']), 'c', 'one of a, b is expected'],
  [z.literal(1), 2, 'one of 1 is expected'],
  [z.string().regex(/^a/, 'a header is NAME:VALUE'), 'b', 'a header is NAME:VALUE'],
  [z.union([z.string(), z.number()]), null, 'it does not fit'],
  [z.strictObject({}), { a: 1 }, 'it does not fit'],
])('%# says what is wrong, in words that have a translation', (schema, value, words) => {
  expect(misfit(issueOf(schema, value))).toBe(words)
  expect(unsaid(words)).toBeNull()
})

it('names the field', () => {
  const nested = z.object({ nodes: z.array(z.object({ name: z.string() })) })
  expect(misfitAt(issueOf(nested, { nodes: [{ name: 5 }] }), 'it')).toBe('nodes.0.name: a value of type string is expected')
  expect(misfitAt(issueOf(z.string(), 5), 'it')).toBe('it: a value of type string is expected')
})
