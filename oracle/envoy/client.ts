import { Agent, request as httpRequest, type IncomingMessage } from 'node:http'
import { connect, type Socket } from 'node:net'
import { connect as connectTls } from 'node:tls'
import type { SocketAddress } from '@/lib/envoy/model'
import { clientCertificate } from '@/oracle/envoy/certificates'
import { ENVOY_IP } from '@/oracle/envoy/loopback'
import type { Asked, Hello, Probe } from '@/oracle/envoy/scenario'
import { type Echo, HOLD_HEADER } from '@/oracle/envoy/upstreams'

interface Answered {
  kind: 'answered'
  status: number
  headers: IncomingMessage['headers']
  echo: Echo | null
  localPort: number
}

/** What the client saw of one try. `localPort` is its socket's. */
export type Sight = Answered | { kind: 'closed'; error: string; localPort: number }

const GIVE_UP_MS = 8_000

/** The header of the PROXY protocol, version 1. */
function proxyHeader({ source, destination }: { source: SocketAddress; destination: SocketAddress }): string {
  const family = source.ip.includes(':') ? 'TCP6' : 'TCP4'
  return `PROXY ${family} ${source.ip} ${destination.ip} ${source.port} ${destination.port}\r\n`
}

/** Below the kernel's own choice, and long enough not to come again within one Envoy: a port tells a connection's access lines. */
const PORTS = { from: 12_000, to: 32_000 }
let lastPort = PORTS.from

function nextPort(): number {
  lastPort = lastPort >= PORTS.to ? PORTS.from : lastPort + 1
  return lastPort
}

function open(probe: Probe): Socket {
  const socket = connect({ host: ENVOY_IP, port: probe.port, localAddress: '127.0.0.1', localPort: nextPort() })
  if (probe.proxied !== undefined) socket.write(proxyHeader(probe.proxied))
  return socket
}

function openTls(socket: Socket, hello: Hello): Socket {
  return connectTls({
    socket,
    rejectUnauthorized: false,
    ...(hello.sni === null ? {} : { servername: hello.sni }),
    ...(hello.alpn.length === 0 ? {} : { ALPNProtocols: hello.alpn }),
    ...(hello.identity === null ? {} : clientCertificate(hello.identity)),
  })
}

function readEcho(headers: IncomingMessage['headers']): Echo | null {
  const text = headers['x-echo']
  return typeof text === 'string' ? (JSON.parse(Buffer.from(text, 'base64').toString()) as Echo) : null
}

/** What comes of a tunnel: the echo of the one who took it, or of what is asked in it. */
function through(tunnel: Socket, answer: IncomingMessage, inside: Asked | undefined): Promise<Pick<Answered, 'echo'>> {
  const echo = readEcho(answer.headers)
  if (answer.statusCode !== 200 || echo !== null || inside === undefined) return Promise.resolve({ echo })
  return new Promise((resolve) => {
    const { method, path, host, headers } = inside
    const shared = { method, path, headers: ['host', host, ...headers.flat()], setHost: false, createConnection: () => tunnel }
    const request = httpRequest(shared, (got) => {
      got.resume()
      resolve({ echo: readEcho(got.headers) })
    })
    request.on('error', () => resolve({ echo: null }))
    request.end()
  })
}

function ask(probe: Probe, wanted: Asked, id: string, agent: Agent | null, raw: Socket | null): Promise<Sight> {
  return new Promise((resolve) => {
    let localPort = 0
    // As an array, Node sends names and values as they are, several of one name too.
    const headers = ['host', wanted.host, 'x-probe', id, ...wanted.headers.flat()]
    const path = wanted.method === 'CONNECT' ? wanted.host : wanted.path
    const shared = { method: wanted.method, path, headers, timeout: GIVE_UP_MS, setHost: false }
    const socket = raw !== null && probe.tls !== undefined ? openTls(raw, probe.tls) : raw
    const way = socket === null ? { host: ENVOY_IP, port: probe.port, agent: agent ?? false } : { createConnection: () => socket }
    const request = httpRequest({ ...shared, ...way }, (answer) => {
      answer.resume()
      answer.on('end', () => {
        resolve({ kind: 'answered', status: answer.statusCode ?? 0, headers: answer.headers, echo: readEcho(answer.headers), localPort })
        if (socket !== null) raw?.destroy()
      })
    })
    request.on('connect', async (answer, tunnel: Socket) => {
      const { echo } = await through(tunnel, answer, wanted.inside)
      tunnel.destroy()
      resolve({ kind: 'answered', status: answer.statusCode ?? 0, headers: answer.headers, echo, localPort })
    })
    request.on('socket', (used) => {
      const source = raw ?? used
      const note = () => {
        localPort = source.localPort ?? localPort
      }
      if (source.connecting) source.once('connect', note)
      else note()
    })
    request.on('timeout', () => request.destroy(new Error('timeout')))
    request.on('error', (error: NodeJS.ErrnoException) => {
      raw?.destroy()
      resolve({ kind: 'closed', error: error.code ?? error.message, localPort })
    })
    request.end()
  })
}

/** Bytes that are no HTTP: what matters is whether the connection is closed, and the listener's line. */
function say(probe: Probe): Promise<Sight> {
  return new Promise((resolve) => {
    const raw = open(probe)
    let localPort = 0
    let error = 'closed'
    raw.once('connect', () => {
      localPort = raw.localPort ?? 0
    })
    const socket = probe.tls === undefined ? raw : openTls(raw, probe.tls)
    socket.setTimeout(GIVE_UP_MS, () => socket.destroy(new Error('timeout')))
    socket.on('error', (problem: NodeJS.ErrnoException) => {
      error = problem.code ?? problem.message
    })
    socket.on('data', () => socket.end())
    socket.on('close', () => {
      raw.destroy()
      resolve({ kind: 'closed', error, localPort })
    })
    socket.write('hello\r\n')
  })
}

/** Makes a probe's requests, one after the other, on connections of their own or on one that they share. `id` becomes the x-probe header. */
export async function send(probe: Probe, id: string, times: number, shared: boolean): Promise<Sight[]> {
  const agent = shared ? new Agent({ keepAlive: true, maxSockets: 1 }) : null
  const sights: Sight[] = []
  for (let time = 0; time < times; time += 1) {
    if (probe.request === null) sights.push(await say(probe))
    else sights.push(await ask(probe, probe.request, id, agent, shared ? null : open(probe)))
  }
  agent?.destroy()
  return sights
}

/** A request that the upstream goes on answering. */
export interface Held {
  /** Its answer has begun, whatever it is. */
  begun: Promise<void>
  release(): void
}

/** Makes a probe's request and keeps it under way until it is released. */
export function hold(probe: Probe, id: string): Held {
  const socket = open(probe)
  const { method = 'GET', path = '/', host = '' } = probe.request ?? {}
  const request = httpRequest({
    ...{ method, path, setHost: false, createConnection: () => socket },
    headers: ['host', host, 'x-probe', id, HOLD_HEADER, '1'],
  })
  const begun = new Promise<void>((resolve) => {
    request.once('response', (answer) => {
      answer.on('error', () => resolve())
      answer.resume()
      resolve()
    })
    request.on('error', () => resolve())
  })
  request.end()
  return { begun, release: () => socket.destroy() }
}
