import { globSync, readFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { expect, test } from 'vitest'

const documented = new Set(readFileSync('docs/api.md', 'utf8').match(/(?<!lib)\/api\/[a-z/-]+/g))
const routes = globSync('app/api/**/route.ts')
  .map((file) => dirname(file).slice('app'.length).replaceAll('\\', '/'))
  .filter((route) => !route.includes('['))

test('the API’s page tells of every route, and of none that is not there', () => {
  expect([...documented].sort()).toEqual(routes.sort())
})
