import { fileURLToPath } from 'node:url'
import { defineConfig } from 'vitest/config'

const root = fileURLToPath(new URL('../..', import.meta.url))

export default defineConfig({
  root,
  resolve: { alias: [{ find: /^@\//, replacement: root }] },
  test: {
    include: ['oracle/envoy/**/*.test.ts'],
    globalSetup: ['oracle/envoy/global-setup.ts'],
    environment: 'node',
    testTimeout: 240_000,
    // One Envoy at a time: they share loopback addresses.
    fileParallelism: false,
  },
})
