import { execFile, spawn } from 'node:child_process'
import { delimiter } from 'node:path'
import { promisify } from 'node:util'
import { LABORATORY, laboratoryReason } from '@/scripts/test/cluster.mjs'

const run = promisify(execFile)
const MAX_OUTPUT = 64 * 1024 * 1024

/** A cluster that is not ours: nothing is installed there, and its machines can't be reached. null: the laboratory's is meant. */
export const givenKubeconfig: string | null =
  process.env.HOPSCOPE_CLUSTER === 'boot' ? null : process.env.KUBECONFIG?.split(delimiter)[0] || null

const missing =
  givenKubeconfig === null ? laboratoryReason() : 'KUBECONFIG names another cluster: its machines and their kernels can’t be reached'

/** Why tests of the laboratory's cluster can't run here; null: they can. */
export const whyNot = (): string | null => missing

export async function laboratory(...args: string[]): Promise<string> {
  const { stdout } = await run(LABORATORY, args, { maxBuffer: MAX_OUTPUT })
  return stdout
}

export const kubectl = (...args: string[]): Promise<string> => laboratory('kubectl', ...args)

/** Applies a manifest by kubectl. */
export function apply(manifest: string): Promise<void> {
  return fed(manifest, 'kubectl', 'apply', '-f', '-')
}

/** Runs a command in a machine of the cluster and gives what it prints. */
export const exec = (machine: string, ...command: string[]): Promise<string> => laboratory('exec', machine, ...command)

/** The same, with a text as its input. */
export const execFed = (input: string, machine: string, ...command: string[]): Promise<void> => fed(input, 'exec', machine, ...command)

function fed(input: string, ...args: string[]): Promise<void> {
  return new Promise((done, failed) => {
    const child = spawn(LABORATORY, args, { stdio: ['pipe', 'ignore', 'pipe'] })
    let errors = ''
    child.stderr.on('data', (bytes) => {
      errors += bytes
    })
    child.on('error', failed)
    child.on('exit', (code) => (code === 0 ? done() : failed(new Error(`${args.join(' ')}: ${errors}`))))
    child.stdin.end(input)
  })
}

/** Starts a command in a machine; what it prints is collected until it is stopped. */
export function watch(machine: string, ...command: string[]): { text: () => string; stop: () => Promise<void> } {
  const child = spawn(LABORATORY, ['exec', machine, ...command], { stdio: ['ignore', 'pipe', 'ignore'], detached: true })
  let text = ''
  child.stdout.on('data', (bytes) => {
    text += bytes
  })
  const ended = new Promise<void>((done) => child.on('exit', () => done()))
  return {
    text: () => text,
    stop: () => {
      // Its whole group: the command runs in another namespace below it.
      if (child.pid !== undefined) process.kill(-child.pid, 'SIGTERM')
      return ended
    },
  }
}

/** Boots what is not up, with a mesh; gives the kubeconfig's path. */
export async function boot(...options: string[]): Promise<string> {
  const said = await laboratory('up', ...options)
  const kubeconfig = said.trim().split('\n').at(-1) ?? ''
  await laboratory('mesh', 'up')
  return kubeconfig
}

/** Asks again until the answer is right, for at most so long; fails with the last answer. No fixed waiting. */
export async function eventually<T>(ask: () => Promise<T>, right: (answer: T) => boolean, withinMs: number, what: string): Promise<T> {
  const began = performance.now()
  let last: T | undefined
  let failure: unknown
  while (performance.now() - began < withinMs) {
    try {
      last = await ask()
      if (right(last)) return last
    } catch (error) {
      failure = error
    }
    await new Promise((done) => setTimeout(done, 100))
  }
  throw new Error(`${what}: not within ${withinMs} ms; the last answer was ${JSON.stringify(last)?.slice(0, 500) ?? String(failure)}`)
}
