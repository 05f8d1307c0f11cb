import { createHash } from 'node:crypto'
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { run } from './command.mjs'
import { distDir, nodeBinary, root, toolFile } from './project.mjs'

/** Everything at the top level goes into the build, but for these. */
const NOT_BUILT = new Set([
  'node_modules',
  'e2e',
  'e2e-cluster',
  'oracle',
  'bench',
  'docs',
  'deploy',
  'scripts',
  'test-results',
  'playwright-report',
  'coverage',
  'biome.json',
])
const NOT_BUILT_NAME = /^\.|\.md$|\.test\.tsx?$|\.tsbuildinfo$|^(LICENSE|next-env\.d\.ts|vitest\.config\.ts|playwright\.config\.ts)$/

function* sourceFiles(folder, top = true) {
  for (const entry of readdirSync(folder, { withFileTypes: true }).sort((a, b) => (a.name < b.name ? -1 : 1))) {
    if (NOT_BUILT_NAME.test(entry.name) || (top && NOT_BUILT.has(entry.name))) continue
    const file = path.join(folder, entry.name)
    if (entry.isDirectory()) yield* sourceFiles(file, false)
    else if (statSync(file).isFile()) yield file
  }
}

/** One SHA-256 over the names and contents of all files that go into the build. */
function sourceHash(folder = root) {
  const hash = createHash('sha256')
  for (const file of sourceFiles(folder)) {
    const bytes = readFileSync(file)
    hash.update(`${path.relative(folder, file)}\0${bytes.length}\0`).update(bytes)
  }
  return hash.digest('hex')
}

/** The server that a build leaves, to be run by itself: `node server.js`. */
export const serverFile = path.join(distDir, 'standalone/server.js')
const stampFile = path.join(distDir, 'hopscope-build.json')

function builtHash() {
  try {
    return existsSync(serverFile) ? JSON.parse(readFileSync(stampFile, 'utf8')).hash : null
  } catch {
    return null
  }
}

/** Builds the product when its sources have changed since the last build. Throws an Error with a message for a person. */
export async function build() {
  const hash = sourceHash()
  if (builtHash() === hash) return { built: false }
  console.log('Building (once, and again when the sources change) …')
  rmSync(stampFile, { force: true })
  rmSync(path.join(distDir, 'standalone'), { recursive: true, force: true })
  const env = { ...process.env, NEXT_TELEMETRY_DISABLED: '1', NODE_ENV: 'production' }
  const { code, output } = await run(nodeBinary(), [toolFile('next'), 'build'], { quiet: true, env })
  if (code !== 0) throw new Error(`next build failed; it said:\n${output.trim()}`)
  // Next leaves these two out of the standalone folder: it expects a CDN to serve them.
  const dist = path.relative(root, distDir)
  cpSync(path.join(distDir, 'static'), path.join(distDir, 'standalone', dist, 'static'), { recursive: true })
  if (existsSync(path.join(root, 'public'))) cpSync(path.join(root, 'public'), path.join(distDir, 'standalone/public'), { recursive: true })
  // The library that would make images smaller comes for this machine's processor only, and there are no images: what is left is the same for all.
  for (const name of ['@img', 'sharp']) rmSync(path.join(distDir, 'standalone/node_modules', name), { recursive: true, force: true })
  // vite is there only once everything is installed.
  const { bundle } = await import('./bundle.mjs')
  await bundle('server/agent/main.ts', path.join(distDir, 'standalone'), 'agent.js')
  mkdirSync(distDir, { recursive: true })
  writeFileSync(stampFile, `${JSON.stringify({ hash })}\n`)
  return { built: true }
}
