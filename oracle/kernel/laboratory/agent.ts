import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process'
import { fileURLToPath } from 'node:url'

const SCRIPT = fileURLToPath(new URL('../agent.pl', import.meta.url))

/** What a command in the namespace printed, and its exit code. */
export interface Ran {
  code: number
  output: string
}

/** The kernel was too busy to keep a frame or a report: it says nothing of the rules. */
export class Lost extends Error {}

/** The oracle's process inside a namespace (agent.pl). Commands are answered one after the other. */
export class Agent {
  private readonly child: ChildProcessWithoutNullStreams
  private readonly waiting: { resolve: (lines: string[]) => void; reject: (error: Error) => void }[] = []
  private lines: string[] = []
  private buffer = Buffer.alloc(0)
  private parts: Buffer[] = []
  private body = 0
  private died: Error | null = null
  private errors = ''

  /** `cpu`: the one it is bound to, so that one queue has all that it sends. */
  private constructor(namespace: string, peers: string, links: readonly string[], cpu: number) {
    this.child = spawn('taskset', ['--cpu-list', String(cpu), 'perl', SCRIPT, namespace, peers, ...links])
    this.child.stdout.on('data', (part: Buffer) => this.read(part))
    this.child.stderr.on('data', (part: Buffer) => {
      this.errors += part.toString()
    })
    this.child.stdin.on('error', () => {})
    this.child.on('error', (error) => this.end(error))
    this.child.on('close', (code) => this.end(new Error(`the agent ended with code ${code}: ${this.errors.trim()}`)))
  }

  static async start(namespace: string, peers: string, links: readonly string[], cpu: number): Promise<Agent> {
    const agent = new Agent(namespace, peers, links, cpu)
    await agent.answer()
    return agent
  }

  /** Sends commands, each a line of fields; gives each one's lines. Throws what one could not do, and Lost when reports are missing. */
  async ask(commands: readonly (readonly (string | number)[])[]): Promise<string[][]> {
    if (this.died) throw this.died
    const answers = commands.map(() => this.answer())
    this.child.stdin.write(commands.map((fields) => `${fields.join('\t')}\n`).join(''))
    const all = await Promise.all(answers)
    const lines = all.flat()
    const failed = lines.find((line) => line.startsWith('failed\t'))
    if (failed) throw new Error(`agent: ${failed}`)
    const lost = lines.find((line) => line.startsWith('lost\t'))
    if (lost) throw new Lost(`agent: ${lost}`)
    return all
  }

  /** Runs a command inside the namespace. */
  async run(name: string, args: readonly string[], input = ''): Promise<Ran> {
    if (this.died) throw this.died
    const answer = this.answer()
    this.child.stdin.write(`${['run', Buffer.byteLength(input), name, ...args].join('\t')}\n${input}`)
    const [head = '', output = ''] = await answer
    const code = /^ran\t(\d+)\t/.exec(head)?.[1]
    if (code === undefined) throw new Error(`agent: ${head}`)
    return { code: Number(code), output }
  }

  stop(): Promise<void> {
    return new Promise((resolve) => {
      if (this.died) return resolve()
      this.child.on('close', () => resolve())
      this.child.stdin.end()
    })
  }

  private answer(): Promise<string[]> {
    return new Promise((resolve, reject) => {
      if (this.died) reject(this.died)
      else this.waiting.push({ resolve, reject })
    })
  }

  private end(error: Error): void {
    this.died = error
    for (const { reject } of this.waiting.splice(0)) reject(error)
  }

  private read(part: Buffer): void {
    this.parts.push(part)
    const length = this.buffer.length + this.parts.reduce((sum, { length: size }) => sum + size, 0)
    if (length < this.body) return
    this.buffer = Buffer.concat([this.buffer, ...this.parts])
    this.parts = []
    for (;;) {
      if (this.body > 0) {
        if (this.buffer.length < this.body) return
        this.lines.push(this.buffer.subarray(0, this.body).toString())
        this.buffer = this.buffer.subarray(this.body)
        this.body = 0
      }
      const end = this.buffer.indexOf('\n')
      if (end < 0) return
      this.line(this.buffer.subarray(0, end).toString())
      this.buffer = this.buffer.subarray(end + 1)
    }
  }

  private line(line: string): void {
    if (line === 'done') {
      this.waiting.shift()?.resolve(this.lines)
      this.lines = []
      return
    }
    this.lines.push(line)
    const body = /^ran\t\d+\t(\d+)$/.exec(line)?.[1]
    if (body) this.body = Number(body)
  }
}
