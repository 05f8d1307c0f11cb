import { fileURLToPath } from 'node:url'
import { defineConfig } from 'vitest/config'

const root = fileURLToPath(new URL('.', import.meta.url))

export default defineConfig({
  resolve: { alias: [{ find: /^@\//, replacement: root }] },
  test: {
    include: ['{lib,server,app,components,scripts,messages}/**/*.test.{ts,tsx}'],
    environment: 'node',
    // For the threads that server/threads starts: they run the same sources, by Node itself.
    execArgv: ['--experimental-transform-types', '--no-warnings', '--import', `${root}scripts/test/typescript-threads.mjs`],
    // The kernel's traces of every recording are walked in one test: long on a machine of two cores that builds at the same time.
    testTimeout: 60_000,
    hookTimeout: 60_000,
    sequence: { shuffle: false },
  },
})
