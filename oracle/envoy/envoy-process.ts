import { type ChildProcess, spawn } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { get } from 'node:http'
import path from 'node:path'
import { createInterface } from 'node:readline'
import { AccessLines } from '@/oracle/envoy/access-lines'
import { ADMIN } from '@/oracle/envoy/loopback'

/** Envoy says this when the listeners take connections. */
const READY = 'starting workers'
const READY_WITHIN_MS = 20_000
/** How much of its log is kept to explain an end. */
const KEPT_LINES = 4

/** A running Envoy with its access lines. */
export class EnvoyProcess {
  private constructor(
    private readonly child: ChildProcess,
    readonly lines: AccessLines,
  ) {}

  /** Starts Envoy with a bootstrap and waits until it serves. Throws with Envoy's own words when it refuses the configuration. */
  static start(binary: string, bootstrap: object, folder: string): Promise<EnvoyProcess> {
    const file = path.join(folder, 'bootstrap.json')
    writeFileSync(file, JSON.stringify(bootstrap))
    const args = ['-c', file, '--concurrency', '1', '--disable-hot-restart', '-l', 'info', '--file-flush-interval-msec', '10']
    const child = spawn(binary, args, { stdio: ['ignore', 'pipe', 'pipe'] })
    const lines = new AccessLines(child.stdout)
    const kept: string[] = []
    return new Promise((resolve, reject) => {
      const fail = (why: string) => {
        child.kill('SIGKILL')
        reject(new Error(`${why}\n${kept.join('\n')}`))
      }
      const timer = setTimeout(() => fail('Envoy does not get ready.'), READY_WITHIN_MS)
      child.on('error', (error) => fail(error.message))
      child.on('exit', (code, signal) => {
        clearTimeout(timer)
        fail(`Envoy ended with ${code ?? signal}.`)
      })
      createInterface({ input: child.stderr }).on('line', (line) => {
        kept.push(line.slice(0, 2_000))
        if (kept.length > KEPT_LINES) kept.shift()
        if (!line.includes(READY)) return
        clearTimeout(timer)
        resolve(new EnvoyProcess(child, lines))
      })
    })
  }

  /** What its admin interface answers to a GET. */
  admin(query: string): Promise<string> {
    return new Promise((resolve, reject) => {
      get({ host: ADMIN.ip, port: ADMIN.port, path: query }, (answer) => {
        const parts: Buffer[] = []
        answer.on('data', (part: Buffer) => parts.push(part))
        answer.on('end', () => resolve(Buffer.concat(parts).toString()))
        answer.on('error', reject)
      }).on('error', reject)
    })
  }

  /** Ends it and waits until its ports are free. */
  stop(): Promise<void> {
    return new Promise((resolve) => {
      if (this.child.exitCode !== null || this.child.signalCode !== null) return resolve()
      this.child.once('exit', () => resolve())
      this.child.kill('SIGKILL')
    })
  }
}
