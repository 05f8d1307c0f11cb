/** Runs a tool of the project on Node 24, whatever Node npm was started with: `node scripts/run.mjs next dev`, `biome check .`, `build`, `bench`. */
import { spawn } from 'node:child_process'
import { build } from './setup/build.mjs'
import { install } from './setup/install.mjs'
import { nodeBinary, root, toolFile } from './setup/project.mjs'

const [name = '', ...args] = process.argv.slice(2)

/** Hands the terminal over: the tool gets Ctrl-C itself, and its exit code is ours. */
function handOver(file, more) {
  const child = spawn(nodeBinary(), [file, ...more], { cwd: root, stdio: 'inherit', env: { ...process.env, NEXT_TELEMETRY_DISABLED: '1' } })
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal))
  return new Promise((resolve) => child.on('exit', (code) => resolve(code ?? 0)))
}

try {
  await install()
  if (name === 'build') {
    const { built } = await build()
    console.log(built ? 'Built.' : 'Nothing has changed since the last build.')
  } else if (name === 'bench') {
    await build()
    process.exitCode = await handOver(`${root}/bench/run.mjs`, args)
  } else {
    const file = toolFile(name)
    if (!file) throw new Error(`There is no tool "${name}"; known are next, tsc, biome, vitest, playwright, build and bench.`)
    process.exitCode = await handOver(file, args)
  }
} catch (error) {
  console.error(error instanceof Error ? error.message : error)
  process.exitCode = 1
}
