import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import { createServer as createTlsServer, type Server as TlsServer } from 'node:https'
import type { Socket } from 'node:net'
import { TLSSocket } from 'node:tls'
import { AUTHORITY, certificateOf } from '@/oracle/envoy/certificates'
import { tlsUpstream, UPSTREAMS, upstream } from '@/oracle/envoy/loopback'

/** TLS as an upstream saw it. */
export interface EchoTls {
  sni: string | null
  /** URI of the client's certificate. */
  identity: string | null
}

/** What an upstream got, as it says in its answer's x-echo header. */
export interface Echo {
  tls: EchoTls | null
  path: string
  authority: string
  method: string
  headers: [string, string][]
}

/** A request header that asks the upstream for another status than 200. */
export const ANSWER_HEADER = 'x-answer'

function tlsOf(socket: Socket): EchoTls | null {
  if (!(socket instanceof TLSSocket)) return null
  const names = socket.getPeerCertificate().subjectaltname ?? ''
  return { sni: typeof socket.servername === 'string' ? socket.servername : null, identity: /URI:([^,]+)/.exec(names)?.[1] ?? null }
}

function answer(request: IncomingMessage, response: ServerResponse): void {
  const headers = Object.entries(request.headers).flatMap(([name, value]): [string, string][] =>
    value === undefined ? [] : [[name, Array.isArray(value) ? value.join(',') : value]],
  )
  const echo: Echo = {
    tls: tlsOf(request.socket),
    path: request.url ?? '',
    authority: request.headers.host ?? '',
    method: request.method ?? '',
    headers,
  }
  const asked = Number(request.headers[ANSWER_HEADER] ?? 200)
  request.resume()
  response.writeHead(Number.isInteger(asked) && asked >= 200 && asked < 600 ? asked : 200, {
    'x-echo': Buffer.from(JSON.stringify(echo)).toString('base64'),
  })
  response.end()
}

/** Starts all upstreams; the function that is returned ends them. */
export async function startUpstreams(): Promise<() => Promise<void>> {
  const servers: (Server | TlsServer)[] = []
  for (let index = 0; index < UPSTREAMS; index += 1) {
    const server = createServer(answer)
    const { ip, port } = upstream(index)
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject)
      server.listen(port, ip, resolve)
    })
    servers.push(server)
    const { cert, key } = certificateOf('spiffe://oracle/ns/upstream/sa/server')
    const secure = createTlsServer(
      { cert, key, ca: AUTHORITY, requestCert: true, rejectUnauthorized: false, ALPNProtocols: ['http/1.1', 'istio'] },
      answer,
    )
    const place = tlsUpstream(index)
    await new Promise<void>((resolve, reject) => {
      secure.once('error', reject)
      secure.listen(place.port, place.ip, resolve)
    })
    servers.push(secure)
  }
  return async () => {
    for (const server of servers) {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    }
  }
}
