import { spawn } from 'node:child_process'
import { root } from './project.mjs'

/**
 * Runs a command in the checkout and waits for its end.
 * Returns `{ code, output }`; `code` is null when a signal ended it or it could not be started. `quiet` collects the output instead of printing it.
 */
export function run(command, args, { quiet = false, env = process.env, shell = false } = {}) {
  return new Promise((resolve) => {
    const child = spawn(command, args, {
      cwd: root,
      env,
      shell,
      stdio: quiet ? ['ignore', 'pipe', 'pipe'] : ['ignore', 'inherit', 'inherit'],
    })
    const parts = []
    child.stdout?.on('data', (part) => parts.push(part))
    child.stderr?.on('data', (part) => parts.push(part))
    child.on('error', (error) => resolve({ code: null, output: error.message }))
    child.on('close', (code) => resolve({ code, output: Buffer.concat(parts).toString() }))
  })
}
