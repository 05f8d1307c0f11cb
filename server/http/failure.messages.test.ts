import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { readErrorReason } from '@/lib/api/error-reasons'

/** The message of each `new Failure(CODE, MESSAGE` that is written out, with “x” for its values. */
function messagesIn(text: string): string[] {
  return (
    [...text.matchAll(/new Failure\(\s*'\w+',\s*(?:'((?:[^'\\]|\\.)*)'|"([^"]*)"|`([^`]*)`)/g)]
      .map(([, single, double, template]) => (single ?? double ?? template ?? '').replaceAll(/\$\{[^}]*\}/g, 'x').replaceAll("\\'", "'"))
      // “x: x” hands on a file's problem, whose words are held in lib/recording/open.test.ts.
      .filter((message) => /[a-z]{2}/.test(message))
  )
}

const sources = ['app', 'server'].flatMap((folder) =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((file) => /\.tsx?$/.test(file) && !/\.test\.tsx?$/.test(file))
    .map((file) => join(folder, file)),
)

it('every error that the API answers with is said in the page’s language', () => {
  const messages = sources.flatMap((file) => messagesIn(readFileSync(file, 'utf8')).map((message) => ({ file, message })))
  expect(messages.length).toBeGreaterThan(20)
  expect(messages.filter(({ message }) => readErrorReason(message) === null)).toEqual([])
})
