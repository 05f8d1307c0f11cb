import type { IncomingMessage, RequestOptions } from 'node:http'
import { request as httpRequest } from 'node:http'
import { request as httpsRequest } from 'node:https'
import type { Access } from '@/server/source/cluster/access'
import { ApiFailure, messageOf } from '@/server/source/cluster/api-failure'
import { type Credentials, loadAccess } from '@/server/source/cluster/kubeconfig'

/** An answer that takes longer than this to begin has failed; watches only have to begin. */
const ANSWER_MS = 15_000
/** One page of a list, or a dump through the API server. */
const MAX_ANSWER_BYTES = 256 * 1024 * 1024
/** Errors are short; the rest of a longer one is not read. */
const MAX_ERROR_BYTES = 64 * 1024
/** Credentials that were refused are read again at most this often. */
const RENEW_MS = 2000

export interface Ask {
  signal?: AbortSignal
  accept?: string
  method?: 'GET' | 'POST'
  body?: unknown
  /** Another's token in place of ours: to ask what that person may see. */
  token?: string
}

/** The API server, asked with the credentials of a kubeconfig or a ServiceAccount. GET, and POST for reviews only. */
export class KubeApi {
  private access: Promise<Access> | null = null
  private loadedAt = 0

  constructor(private readonly credentials: Credentials) {}

  /** The way in; read once, and again after `renew`. */
  current(): Promise<Access> {
    if (!this.access) {
      this.loadedAt = performance.now()
      this.access = loadAccess(this.credentials)
      this.access.catch(() => {
        this.access = null
      })
    }
    return this.access
  }

  /** Reads the credentials again: a token has expired, a plugin gives a new one. */
  renew(): void {
    if (performance.now() - this.loadedAt > RENEW_MS) this.access = null
  }

  /** The answer once its head has come; throws ApiFailure for any status but 2xx. */
  async open(path: string, ask: Ask = {}): Promise<IncomingMessage> {
    const access = await this.current()
    const options: RequestOptions = {}
    await access.apply(options)
    const headers: Record<string, string> = { ...(options.headers as Record<string, string>), accept: ask.accept ?? 'application/json' }
    if (ask.token !== undefined) {
      // Neither our token nor our certificate may answer for someone else.
      for (const name of ['auth', 'cert', 'key', 'pfx', 'agent'] as const) Reflect.deleteProperty(options, name)
      headers.Authorization = `Bearer ${ask.token}`
    }
    const body = ask.body === undefined ? null : JSON.stringify(ask.body)
    if (body !== null) headers['content-type'] = 'application/json'
    const response = await send(access.server + path, { ...options, headers, method: ask.method ?? 'GET' }, body, ask.signal)
    const status = response.statusCode ?? 0
    if (status >= 200 && status < 300) return response
    if (status === 401 && ask.token === undefined) this.renew()
    const text = await textOf(response, MAX_ERROR_BYTES).catch(() => '')
    throw new ApiFailure(status, refusal(status, text), retryAfter(response.headers['retry-after']))
  }

  async text(path: string, ask: Ask = {}): Promise<string> {
    return textOf(await this.open(path, ask), MAX_ANSWER_BYTES)
  }

  /** The parsed answer; its shape is for the caller to check. */
  async json(path: string, ask: Ask = {}): Promise<unknown> {
    return JSON.parse(await this.text(path, ask))
  }
}

function send(url: string, options: RequestOptions, body: string | null, signal?: AbortSignal): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    const make = url.startsWith('https:') ? httpsRequest : httpRequest
    const request = make(url, { ...options, signal })
    const timer = setTimeout(() => request.destroy(new ApiFailure(0, `no answer within ${ANSWER_MS / 1000} s`)), ANSWER_MS)
    request.on('response', (response) => {
      clearTimeout(timer)
      resolve(response)
    })
    request.on('error', (error) => {
      clearTimeout(timer)
      reject(error instanceof ApiFailure ? error : new ApiFailure(0, messageOf(error)))
    })
    request.end(body ?? undefined)
  })
}

/** Reads an answer to its end; one that is cut off, or longer than allowed, is an error. */
export async function textOf(response: IncomingMessage, maxBytes: number): Promise<string> {
  const chunks: Buffer[] = []
  let length = 0
  for await (const chunk of response) {
    chunks.push(chunk)
    length += chunk.length
    if (length > maxBytes) {
      response.destroy()
      throw new ApiFailure(0, `an answer of more than ${maxBytes} bytes`)
    }
  }
  if (!response.complete) throw new ApiFailure(0, 'the answer was cut off')
  return Buffer.concat(chunks).toString('utf8')
}

/** The message of a Kubernetes Status, else the status alone. */
function refusal(status: number, text: string): string {
  try {
    const message: unknown = JSON.parse(text)?.message
    if (typeof message === 'string' && message !== '') return `${status}: ${message.slice(0, 400)}`
  } catch {
    // No Status: a proxy in between has answered.
  }
  return `HTTP ${status}`
}

function retryAfter(header: string | undefined): number | null {
  const seconds = Number(header)
  return header !== undefined && Number.isFinite(seconds) && seconds >= 0 ? seconds * 1000 : null
}
