import { createServer, type IncomingMessage, ServerResponse } from 'node:http'
import { createServer as createHttp2Server, type Http2ServerRequest, type Http2ServerResponse } from 'node:http2'
import { createServer as createTlsServer } from 'node:https'
import type { Server, Socket } from 'node:net'
import { TLSSocket } from 'node:tls'
import type { SocketAddress } from '@/lib/envoy/model'
import { AUTHORITY, certificateOf } from '@/oracle/envoy/certificates'
import { http2Upstream, tlsUpstream, UPSTREAMS, upstream } from '@/oracle/envoy/loopback'

/** TLS as an upstream saw it. */
export interface EchoTls {
  sni: string | null
  /** URI of the client's certificate. */
  identity: string | null
}

/** The identity that every upstream shows where it speaks TLS. */
export const SERVER = 'spiffe://oracle/ns/upstream/sa/server'

/** What an upstream got, as it says in its answer's x-echo header. */
export interface Echo {
  /** The address that was reached. */
  at: string
  tls: EchoTls | null
  path: string
  authority: string
  method: string
  headers: [string, string][]
}

/** A request header that asks the upstream for another status than 200. */
const ANSWER_HEADER = 'x-answer'
/** A request header that asks the upstream to begin its answer and never end it. */
export const HOLD_HEADER = 'x-hold'

function tlsOf(socket: Socket): EchoTls | null {
  if (!(socket instanceof TLSSocket)) return null
  const names = socket.getPeerCertificate().subjectaltname ?? ''
  return { sni: typeof socket.servername === 'string' ? socket.servername : null, identity: /URI:([^,]+)/.exec(names)?.[1] ?? null }
}

function echoOf(request: IncomingMessage | Http2ServerRequest): string {
  const headers = Object.entries(request.headers).flatMap(([name, value]): [string, string][] =>
    value === undefined || name.startsWith(':') ? [] : [[name, Array.isArray(value) ? value.join(',') : value]],
  )
  const echo: Echo = {
    at: `${request.socket.localAddress}:${request.socket.localPort}`,
    tls: tlsOf(request.socket),
    path: request.url ?? '',
    authority: request.headers.host ?? String(request.headers[':authority'] ?? ''),
    method: request.method ?? '',
    headers,
  }
  return Buffer.from(JSON.stringify(echo)).toString('base64')
}

function answer(request: IncomingMessage | Http2ServerRequest, response: ServerResponse | Http2ServerResponse): void {
  const asked = Number(request.headers[ANSWER_HEADER] ?? 200)
  request.resume()
  const status = Number.isInteger(asked) && asked >= 200 && asked < 600 ? asked : 200
  const said = { 'x-echo': echoOf(request) }
  if (response instanceof ServerResponse) response.writeHead(status, said).flushHeaders()
  // HTTP/2 sends them at once.
  else response.writeHead(status, said)
  if (request.headers[HOLD_HEADER] === undefined) response.end()
}

function listen(server: Server, { ip, port }: SocketAddress): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, ip, resolve)
  })
}

/** Starts all upstreams; the function that is returned ends them. */
export async function startUpstreams(): Promise<() => Promise<void>> {
  const servers: Server[] = []
  const open = new Set<Socket>()
  const start = async (server: Server, at: SocketAddress) => {
    server.on('connection', (socket: Socket) => {
      open.add(socket)
      socket.once('close', () => open.delete(socket))
    })
    await listen(server, at)
    servers.push(server)
  }
  const { cert, key } = certificateOf(SERVER)
  const tls = { cert, key, ca: AUTHORITY, requestCert: true, rejectUnauthorized: false, ALPNProtocols: ['http/1.1', 'istio'] }
  for (let index = 0; index < UPSTREAMS; index += 1) {
    const plain = createServer(answer)
    plain.on('connect', (request: IncomingMessage, socket: Socket) => {
      socket.on('error', () => socket.destroy())
      socket.on('end', () => socket.end())
      socket.write(`HTTP/1.1 200 OK\r\nx-echo: ${echoOf(request)}\r\n\r\n`)
    })
    await start(plain, upstream(index))
    await start(createTlsServer(tls, answer), tlsUpstream(index))
    await start(createHttp2Server(answer), http2Upstream(index))
  }
  return async () => {
    for (const socket of open) socket.destroy()
    for (const server of servers) await new Promise((resolve) => server.close(resolve))
  }
}
