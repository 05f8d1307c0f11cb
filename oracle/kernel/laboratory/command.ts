import { spawn } from 'node:child_process'

/** Runs a command with a text as its input, and gives what it printed. Throws with the command and its own words when it fails. */
export function command(name: string, args: readonly string[], input = ''): Promise<string> {
  return new Promise((resolve, reject) => {
    const child = spawn(name, args, { stdio: ['pipe', 'pipe', 'pipe'] })
    const [out, err]: [Buffer[], Buffer[]] = [[], []]
    child.stdout.on('data', (part: Buffer) => out.push(part))
    child.stderr.on('data', (part: Buffer) => err.push(part))
    child.stdin.on('error', () => {})
    child.on('error', reject)
    child.on('close', (code) => {
      if (code === 0) resolve(Buffer.concat(out).toString())
      else reject(new Error(`${[name, ...args].join(' ')}: ${Buffer.concat(err).toString().trim() || `code ${code}`}`))
    })
    child.stdin.end(input)
  })
}
