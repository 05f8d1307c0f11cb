import type { z } from 'zod'
import { type SourceStatus, sourceStatusSchema } from '@/lib/api/source'
import { type Step, type Walk, walkSchema } from '@/lib/api/step'

export interface Listening {
  /** The events that have come. */
  seen: { name: string; data: unknown; at: number }[]
  /** When the server has ended the stream, or it broke. */
  ended: Promise<void>
  stop: () => void
}

/** The dashboard's API, asked as one person. */
export class Dashboard {
  private cookie = ''

  constructor(readonly base: string) {}

  async login(token: string): Promise<number> {
    const answer = await fetch(`${this.base}/api/session`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ token }),
    })
    this.cookie = (answer.headers.get('set-cookie') ?? '').split(';')[0] ?? ''
    return answer.status
  }

  /** Another replica, with the cookie that this one gave. */
  at(base: string): Dashboard {
    const other = new Dashboard(base)
    other.cookie = this.cookie
    return other
  }

  get(path: string): Promise<Response> {
    return fetch(this.base + path, { headers: { cookie: this.cookie } })
  }

  async json<T>(path: string, schema: z.ZodType<T>): Promise<T> {
    const answer = await this.get(path)
    if (!answer.ok) throw new Error(`${path}: ${answer.status} ${await answer.text()}`)
    return schema.parse(await answer.json())
  }

  walk(question: Record<string, string>): Promise<Walk> {
    return this.json(`/api/walk?${new URLSearchParams(question)}`, walkSchema)
  }

  status(): Promise<SourceStatus> {
    return this.json('/api/source', sourceStatusSchema)
  }

  /** The server's events, as they come, until `stop`. While it is open the cluster is read each `every` ms. */
  events(every: number, lastId?: number): Listening {
    const abort = new AbortController()
    const seen: { name: string; data: unknown; at: number }[] = []
    const read = async () => {
      const headers = { cookie: this.cookie, ...(lastId === undefined ? {} : { 'last-event-id': String(lastId) }) }
      const answer = await fetch(`${this.base}/api/events?every=${every}`, { headers, signal: abort.signal })
      const decoder = new TextDecoder()
      let rest = ''
      for await (const chunk of answer.body ?? []) {
        rest += decoder.decode(chunk, { stream: true })
        const events = rest.split('\n\n')
        rest = events.pop() ?? ''
        for (const event of events) {
          const name = /^event: (.+)$/m.exec(event)?.[1]
          const data = /^data: (.+)$/m.exec(event)?.[1]
          if (name !== undefined && data !== undefined) seen.push({ name, data: JSON.parse(data), at: performance.now() })
        }
      }
    }
    const ended = read().catch(() => {})
    return { seen, ended, stop: () => abort.abort() }
  }
}

/** The steps of the most probable way, one after the other. */
export function mainWay(steps: readonly Step[]): Step[] {
  return steps.flatMap((step) => {
    const [best] = [...(step.branches ?? [])].sort((a, b) => (b.probability ?? 0) - (a.probability ?? 0))
    return best ? [step, ...mainWay(best.steps)] : [step]
  })
}

/** The rules of a walk by namespace, in order. */
export function rulesOf(walk: Walk): Map<string, string[]> {
  const rules = new Map<string, string[]>()
  for (const { kind, netns, rule } of mainWay(walk.steps)) {
    if (kind !== 'rule' || netns === undefined || rule === undefined) continue
    rules.set(netns, [...(rules.get(netns) ?? []), rule])
  }
  return rules
}
