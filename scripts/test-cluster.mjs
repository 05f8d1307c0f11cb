/** `npm run test:cluster [-- NAME]`: the tests of e2e-cluster against the laboratory cluster, which they boot and which is left up for the next run. */
import { run } from './setup/command.mjs'
import { install } from './setup/install.mjs'
import { nodeBinary, toolFile } from './setup/project.mjs'
import { ensureChromium } from './test/chromium.mjs'

try {
  await install()
  const chromium = await ensureChromium()
  const env = { ...process.env, HOPSCOPE_CHROMIUM: chromium.file ?? '' }
  const args = [toolFile('vitest'), 'run', '--config', 'e2e-cluster/vitest.config.ts', ...process.argv.slice(2)]
  const { code } = await run(nodeBinary(), args, { env })
  process.exitCode = code ?? 1
} catch (error) {
  console.error(error instanceof Error ? error.message : error)
  process.exitCode = 1
}
