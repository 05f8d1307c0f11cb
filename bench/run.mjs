/** `npm run bench`: every measurement in one run, as ratios with their goals. Runs on Node 24, after a build. */
import { createViteServer } from 'vitest/node'
import { root } from '../scripts/setup/project.mjs'
import { firstLoad } from './first-load.mjs'
import { printRow } from './table.mjs'

// Node strips types by itself but does not know the `@/` alias; vitest's own Vite does both.
const server = await createViteServer({
  root,
  configFile: false,
  logLevel: 'error',
  server: { middlewareMode: true, hmr: false, watch: null },
  resolve: { alias: [{ find: /^@\//, replacement: root }] },
})
try {
  const { parsing } = await server.ssrLoadModule('/bench/parsing.ts')
  const { walking } = await server.ssrLoadModule('/bench/walking.ts')
  for (const measure of [parsing, walking, firstLoad]) for (const row of await measure()) printRow(row)
} finally {
  await server.close()
}
