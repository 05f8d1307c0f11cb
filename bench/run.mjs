/** `npm run bench`: every measurement in one run, as ratios with their goals. Runs on Node 24, after a build. */
import path from 'node:path'
import { pathToFileURL } from 'node:url'
import { build } from 'vite'
import { root } from '../scripts/setup/project.mjs'
import { hostileDumps } from './envoy/hostile.mjs'
import { eventLoop, memory } from './event-loop.mjs'
import { firstLoad } from './first-load.mjs'
import { liveCluster } from './live-cluster.mjs'
import { printRow } from './table.mjs'

// Node strips types by itself but does not know the `@/` alias; a bundle is also what the product runs.
const outDir = path.join(root, 'bench/out')
await build({
  root,
  configFile: false,
  logLevel: 'error',
  resolve: { alias: [{ find: /^@\//, replacement: root }] },
  build: { ssr: path.join(root, 'bench/measures.ts'), outDir, emptyOutDir: true, copyPublicDir: false, minify: false, target: 'node24' },
})
const { largeCluster, largeMesh, parsing, walking } = await import(pathToFileURL(path.join(outDir, 'measures.js')).href)
for (const measure of [parsing, largeMesh, largeCluster, walking, eventLoop, hostileDumps, memory, firstLoad])
  for (const row of await measure()) printRow(row)
await liveCluster()
