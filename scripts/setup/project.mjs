import { existsSync } from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'

/** The checkout's top folder. */
export const root = fileURLToPath(new URL('../..', import.meta.url))

/** Where `next build` writes; several builds of one checkout at a time need folders of their own. */
export const distDir = path.join(root, process.env.HOPSCOPE_DIST ?? '.next')

/** The file of a command that a package brings, to be run by Node 24: shims in `.bin` would start whatever Node is first in the PATH. */
export function toolFile(name) {
  const file = {
    next: 'next/dist/bin/next',
    tsc: 'typescript/bin/tsc',
    biome: '@biomejs/biome/bin/biome',
    vitest: 'vitest/vitest.mjs',
    playwright: '@playwright/test/cli.js',
  }[name]
  return file ? path.join(root, 'node_modules', file) : null
}

/** The oldest Node that all tools and the tests run on. */
const OLDEST = [22, 12]

function isNewEnough(version) {
  const [major = 0, minor = 0] = version.split('.').map(Number)
  return major > OLDEST[0] || (major === OLDEST[0] && minor >= OLDEST[1])
}

/** The Node 24 that the dev dependency `node` brought; the running one where that has no build and it is new enough; else null. */
export function nodeBinary() {
  for (const name of ['node', 'node.exe']) {
    const file = path.join(root, 'node_modules/node/bin', name)
    if (existsSync(file)) return file
  }
  return isNewEnough(process.versions.node) ? process.execPath : null
}
