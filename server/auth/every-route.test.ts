import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'

/** Open on purpose: whether the process lives, the log-in itself, and that an address is none. */
const OPEN = new Set(['app/healthz/route.ts', 'app/readyz/route.ts', 'app/api/session/route.ts', 'app/api/[...path]/route.ts'])
/** What lets a request in or throws, in server/auth/door.ts or by way of it. */
const DOORS = /\b(?:about|sourceOf|visible|enter|enterToChoose)\(/

function* routes(folder: string): Generator<string> {
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name)
    if (entry.isDirectory()) yield* routes(path)
    else if (entry.name === 'route.ts') yield path
  }
}

it('every route handler asks at the door itself', () => {
  const found = [...routes('app')]
  expect(found.length).toBeGreaterThan(15)
  const unguarded = found.filter((file) => {
    const text = readFileSync(file, 'utf8')
    const handlers = [...text.matchAll(/^export (?:async )?function (GET|POST|PUT|PATCH|DELETE)\b[\s\S]*?^}/gm)]
    return !OPEN.has(file) && (handlers.length === 0 || handlers.some(([body]) => !DOORS.test(body)))
  })
  expect(unguarded).toEqual([])
})
