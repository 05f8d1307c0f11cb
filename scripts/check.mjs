/** `npm run check`: types, lint and format, import directions, no traces of a machine. */
import { runChecks } from './check/checks.mjs'
import { install } from './setup/install.mjs'

try {
  await install()
  const results = await runChecks()
  process.exitCode = results.every(({ ok }) => ok) ? 0 : 1
} catch (error) {
  console.error(error instanceof Error ? error.message : error)
  process.exitCode = 1
}
