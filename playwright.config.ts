import path from 'node:path'
import { defineConfig } from '@playwright/test'
import { nodeBinary } from './scripts/setup/project.mjs'
import { findChromium } from './scripts/test/chromium.mjs'

/** Not the product's own port: a running Hopscope and these tests don't meet. */
const port = Number(process.env.HOPSCOPE_E2E_PORT ?? 3917)
const dist = process.env.HOPSCOPE_DIST ?? '.next'
const isRoot = process.getuid?.() === 0

export default defineConfig({
  testDir: './e2e',
  outputDir: './test-results/browser',
  timeout: 60_000,
  expect: { timeout: 15_000 },
  retries: 0,
  workers: 1,
  fullyParallel: false,
  forbidOnly: process.env.CI === 'true',
  use: {
    baseURL: `http://127.0.0.1:${port}`,
    locale: 'en-GB',
    timezoneId: 'UTC',
    colorScheme: 'light',
    contextOptions: { reducedMotion: 'reduce' },
    viewport: { width: 1440, height: 900 },
    trace: 'off',
    screenshot: 'off',
    video: 'off',
    launchOptions: {
      executablePath: findChromium() ?? undefined,
      // Chromium's sandbox needs a user that is not root.
      args: isRoot ? ['--no-sandbox'] : [],
    },
  },
  webServer: {
    command: `"${nodeBinary() ?? process.execPath}" ${path.join(dist, 'standalone/server.js')}`,
    url: `http://127.0.0.1:${port}/icon.svg`,
    env: { PORT: String(port), HOSTNAME: '127.0.0.1', NODE_ENV: 'production' },
    reuseExistingServer: false,
    timeout: 60_000,
  },
})
