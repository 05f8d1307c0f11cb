import type { ServerResponse } from 'node:http'

interface Line {
  at: number
  text: string
}

/** A container's log as a kubelet gives it: since a moment of its own clock, each line with its time where that is asked for. */
export class RecordedLog {
  private readonly lines: Line[] = []
  private readonly followers = new Map<ServerResponse, (line: Line) => string>()

  constructor(private readonly now: () => number) {}

  get followed(): number {
    return this.followers.size
  }

  write(text: string): void {
    const line = { at: this.now(), text }
    this.lines.push(line)
    for (const [response, print] of this.followers) response.write(print(line))
  }

  /** Cuts everybody off. */
  cut(): void {
    for (const response of this.followers.keys()) response.destroy()
  }

  follow(query: URLSearchParams, response: ServerResponse): void {
    // Kubernetes carries sinceTime in whole seconds.
    const since = query.has('sinceTime')
      ? Math.floor(Date.parse(query.get('sinceTime') ?? '') / 1000) * 1000
      : this.now() - Number(query.get('sinceSeconds') ?? Number.POSITIVE_INFINITY) * 1000
    const stamp = (at: number) => (query.get('timestamps') === 'true' ? `${new Date(at).toISOString().replace('Z', '000000Z')} ` : '')
    const print = ({ at, text }: Line) => (at >= since ? `${stamp(at)}${text}\n` : '')
    response.writeHead(200).flushHeaders()
    for (const line of this.lines) response.write(print(line))
    this.followers.set(response, print)
    response.on('close', () => this.followers.delete(response))
  }
}
