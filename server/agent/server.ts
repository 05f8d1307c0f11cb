import { createHash } from 'node:crypto'
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import { isIPv4 } from 'node:net'
import { withoutTimers } from '@/lib/netfilter/conntrack/without-timers'
import type { NamespaceFiles } from '@/server/agent/namespace-reader'
import type { NetnsFinder } from '@/server/agent/netns-finder'
import type { TokenCheck } from '@/server/agent/token-check'

/** What was read of a namespace is good for so long: many viewers ask for the same. */
const FRESH_MS = 1000
/** Requests a second, over all: a dashboard with many pages stays far below. */
const MAX_RATE = 40
const MAX_URL_LENGTH = 200
const MAX_TOKEN_LENGTH = 8192

interface Answer {
  body: string
  etag: string
}

interface Parts {
  check: TokenCheck
  finder: NetnsFinder
  read: (netns: string | null) => Promise<NamespaceFiles>
  now?: () => number
}

/** GET /v1/node, GET /v1/pod?ip=, GET /healthz; everything else is refused. Nothing of a request reaches a command. */
export function agentServer({ check, finder, read, now = () => performance.now() }: Parts): Server {
  const kept = new Map<string, { at: number; answer: Promise<Answer> }>()
  const rate = new Rate(MAX_RATE, now)

  const namespace = (netns: string | null): Promise<Answer> => {
    const key = netns ?? ''
    const known = kept.get(key)
    if (known && now() - known.at < FRESH_MS) return known.answer
    const answer = read(netns).then(printed)
    kept.set(key, { at: now(), answer })
    for (const [old, { at }] of kept) if (now() - at > FRESH_MS) kept.delete(old)
    return answer
  }

  const handle = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const url = request.url ?? ''
    if (request.method !== 'GET') return say(response, 405, 'only GET')
    if (url === '/healthz') return say(response, 200, 'ok')
    if (url.length > MAX_URL_LENGTH) return say(response, 414, 'too long')
    if (!rate.allows()) return say(response, 429, 'too many requests', { 'retry-after': '1' })
    const token = /^Bearer ([\w.~+/=-]+)$/.exec(request.headers.authorization ?? '')?.[1]
    if (token === undefined || token.length > MAX_TOKEN_LENGTH || !(await check.allows(token)))
      return say(response, 401, 'no token of the dashboard')
    const netns = await place(url)
    if (netns === undefined) return say(response, 404, 'no such namespace on this node')
    const { body, etag } = await namespace(netns)
    if (request.headers['if-none-match'] === etag) return say(response, 304, '', { etag })
    say(response, 200, body, { etag, 'content-type': 'application/json' })
  }

  /** The namespace that a path means; null is the node's, undefined none. */
  const place = async (url: string): Promise<string | null | undefined> => {
    if (url === '/v1/node') return null
    const ip = /^\/v1\/pod\?ip=([0-9.]{7,15})$/.exec(url)?.[1]
    return ip !== undefined && isIPv4(ip) ? ((await finder.find(ip)) ?? undefined) : undefined
  }

  return createServer({ maxHeaderSize: 16 * 1024, requestTimeout: 10_000, keepAliveTimeout: 90_000 }, (request, response) => {
    request.resume()
    handle(request, response).catch(() => {
      // The API server could not be asked who this is, or a namespace went while it was read.
      if (!response.headersSent) say(response, 503, 'not now')
    })
  })
}

function say(response: ServerResponse, status: number, text: string, headers: Record<string, string> = {}): void {
  response.writeHead(status, { 'content-type': 'text/plain; charset=utf-8', 'cache-control': 'no-store', ...headers })
  response.end(status === 304 ? undefined : text)
}

function printed(read: NamespaceFiles): Answer {
  const hash = createHash('sha256')
  for (const [file, text] of Object.entries(read.files).sort(([a], [b]) => (a < b ? -1 : 1))) {
    hash.update(`${file}\0${file === 'conntrack.txt' ? withoutTimers(text) : text}\0`)
  }
  return { body: JSON.stringify(read), etag: `"${hash.update(JSON.stringify(read.missing)).digest('base64url')}"` }
}

/** At most so many a second, evenly refilled. */
class Rate {
  private left: number
  private at: number

  constructor(
    private readonly perSecond: number,
    private readonly now: () => number,
  ) {
    this.left = perSecond
    this.at = now()
  }

  allows(): boolean {
    const now = this.now()
    this.left = Math.min(this.perSecond, this.left + ((now - this.at) / 1000) * this.perSecond)
    this.at = now
    if (this.left < 1) return false
    this.left -= 1
    return true
  }
}
