/**
 * `npm test`: installs what is missing, then runs the checks, the unit and integration tests, the build and the browser tests, and counts over all of them.
 * The last line is `N passed, N failed, N skipped`; the exit code is 1 when something failed, and under CI=true also when a tool was missing.
 */
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs'
import path from 'node:path'
import { runChecks } from './check/checks.mjs'
import { build } from './setup/build.mjs'
import { run } from './setup/command.mjs'
import { install } from './setup/install.mjs'
import { nodeBinary, root, toolFile } from './setup/project.mjs'
import { ensureChromium } from './test/chromium.mjs'
import { isClusterWanted, withCluster } from './test/cluster.mjs'
import { addReport, inexcusable, newCounts, summary } from './test/counts.mjs'
import { readPlaywrightReport } from './test/playwright-report.mjs'

const counts = newCounts()
const reports = path.join(root, 'test-results')

function readReport(file) {
  return existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : null
}

async function vitest(name, more = [], env = process.env) {
  const file = path.join(reports, `${name}.json`)
  rmSync(file, { force: true })
  const reporter = path.join(root, 'scripts/test/vitest-reporter.mjs')
  const args = [toolFile('vitest'), 'run', '--reporter=default', `--reporter=${reporter}`, ...more]
  const { code } = await run(nodeBinary(), args, { env: { ...env, HOPSCOPE_VITEST_REPORT: file } })
  addReport(counts, name, readReport(file), code)
}

async function browserTests() {
  const chromium = await ensureChromium()
  const file = path.join(root, 'test-results', 'playwright.json')
  rmSync(file, { force: true })
  const env = { ...process.env, PLAYWRIGHT_JSON_OUTPUT_NAME: file, HOPSCOPE_CHROMIUM: chromium.file ?? '' }
  if (!chromium.file) {
    const { code } = await run(nodeBinary(), [toolFile('playwright'), 'test', '--list', '--reporter=json'], { quiet: true, env })
    const report = readReport(file)
    addReport(counts, 'playwright', report && readPlaywrightReport(report, chromium.why), code)
    return
  }
  const { code } = await run(nodeBinary(), [toolFile('playwright'), 'test', '--reporter=list,json'], { env })
  const report = readReport(file)
  addReport(counts, 'playwright', report && readPlaywrightReport(report), code)
}

/** One part after the other: a part that can't run is a failure with its message, and the next one still runs. */
async function part(title, work) {
  console.log(`\n── ${title}`)
  const start = Date.now()
  try {
    await work()
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error)
    console.log(message)
    counts.failures.push(`${title}: ${message.split('\n')[0]}`)
  }
  console.log(`── ${title}: ${((Date.now() - start) / 1000).toFixed(0)} s`)
}

await part('install', install)
if (nodeBinary()) {
  mkdirSync(reports, { recursive: true })
  await part('checks', async () => {
    for (const { name, ok } of await runChecks()) {
      if (ok) counts.passed += 1
      else counts.failures.push(`check: ${name}`)
    }
  })
  await part('unit and integration tests', () => vitest('vitest'))
  await part('a real Envoy beside lib/envoy', () => vitest('envoy', ['--config', 'oracle/envoy/vitest.config.ts']))
  await part('the kernel beside lib/netfilter', () => vitest('kernel', ['--config', 'oracle/kernel/vitest.config.ts']))
  await part('build', build)
  await part('browser tests', browserTests)
  await part('a real cluster', async () => {
    const why = isClusterWanted(process.env)
      ? await withCluster((env) => vitest('cluster', ['--config', 'e2e-cluster/vitest.config.ts'], env))
      : 'privileges: HOPSCOPE_CLUSTER=boot boots one, as root'
    if (why !== null) counts.skipped.push({ name: 'a real cluster', why })
  })
}

if (process.env.CI === 'true') {
  const missed = inexcusable(counts.skipped)
  counts.failures.push(...missed.map(({ name, why }) => `skipped where nothing may be missing: ${name} (${why})`))
  counts.skipped = counts.skipped.filter((skip) => !missed.includes(skip))
}
console.log(summary(counts))
process.exitCode = counts.failures.length === 0 ? 0 : 1
