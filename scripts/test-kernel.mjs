/** `npm run test:kernel -- --runs N --seed S`: the kernel as judge of lib/netfilter, for as many pairs of a rule set and a packet as one likes. */
import { spawn } from 'node:child_process'
import path from 'node:path'
import { parseArgs } from 'node:util'
import { root } from './setup/project.mjs'

const { values } = parseArgs({ options: { runs: { type: 'string' }, seed: { type: 'string' } } })
for (const [name, value] of Object.entries(values)) {
  if (!/^[1-9]\d{0,8}$/.test(value)) throw new Error(`--${name} takes a whole number, not "${value}"`)
}
const env = { ...process.env, HOPSCOPE_KERNEL_RUNS: values.runs ?? '', HOPSCOPE_KERNEL_SEED: values.seed ?? '' }
const args = [path.join(root, 'scripts/run.mjs'), 'vitest', 'run', '--config', 'oracle/kernel/vitest.config.ts']
const child = spawn(process.execPath, args, { cwd: root, stdio: 'inherit', env })
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal))
child.on('exit', (code) => {
  process.exitCode = code ?? 1
})
