import type { RequestOptions } from 'node:http'
import { Duplex } from 'node:stream'
import WebSocket from 'ws'
import { ApiFailure, messageOf } from '@/server/source/cluster/api-failure'
import type { KubeApi } from '@/server/source/cluster/kube-api'

/** A kubelet that does not answer, or a pod that is just going. */
const CONNECT_MS = 10_000
/** How port-forward and exec are spoken over a web socket: the first byte of a frame is its channel. */
const PROTOCOL = 'v4.channel.k8s.io'
const [DATA, ERROR] = [0, 1]

type OnFrame = (channel: number, bytes: Buffer) => void

/** Opens a web socket to a subresource of a pod. Throws ApiFailure with the status of a refusal. */
export async function openPodSocket(api: KubeApi, path: string, onFrame: OnFrame): Promise<WebSocket> {
  const access = await api.current()
  const options: RequestOptions = {}
  await access.apply(options)
  const socket = new WebSocket(access.server.replace(/^http/, 'ws') + path, PROTOCOL, {
    ...(options as WebSocket.ClientOptions),
    handshakeTimeout: CONNECT_MS,
    maxPayload: 0,
  })
  socket.on('message', (data) => {
    const frame = Buffer.isBuffer(data) ? data : Buffer.concat(Array.isArray(data) ? data : [Buffer.from(data)])
    if (frame.length > 0) onFrame(frame[0] ?? 0, frame.subarray(1))
  })
  return new Promise((resolve, reject) => {
    socket.once('open', () => resolve(socket))
    socket.once('unexpected-response', (request, response) => {
      const status = response.statusCode ?? 0
      if (status === 401) api.renew()
      request.destroy()
      reject(new ApiFailure(status, `HTTP ${status}`))
    })
    socket.on('error', (error) => reject(new ApiFailure(0, messageOf(error))))
  })
}

/** One TCP connection to a port of a pod, by the API server's port-forward. */
export class PodSocket extends Duplex {
  private socket: WebSocket | null = null
  /** The first frame of each channel begins with the port's number. */
  private readonly greeted = new Set<number>()

  static async connect(api: KubeApi, namespace: string, pod: string, port: number): Promise<PodSocket> {
    const stream = new PodSocket()
    const socket = await openPodSocket(api, `/api/v1/namespaces/${namespace}/pods/${pod}/portforward?ports=${port}`, (channel, bytes) =>
      stream.accept(channel, bytes),
    )
    stream.socket = socket
    socket.onclose = () => stream.push(null)
    socket.onerror = () => stream.destroy(new ApiFailure(0, 'the tunnel broke'))
    return stream
  }

  private accept(channel: number, bytes: Buffer): void {
    const content = this.greeted.has(channel) ? bytes : bytes.subarray(2)
    this.greeted.add(channel)
    if (content.length === 0) return
    if (channel === ERROR) this.destroy(new ApiFailure(0, content.toString('utf8').slice(0, 300)))
    else if (channel === DATA && !this.push(content)) this.socket?.pause()
  }

  override _read(): void {
    if (this.socket?.isPaused) this.socket.resume()
  }

  override _write(chunk: Buffer, _encoding: BufferEncoding, done: (error?: Error | null) => void): void {
    if (!this.socket) return done(new ApiFailure(0, 'the tunnel is not open'))
    this.socket.send(Buffer.concat([Buffer.of(DATA), chunk]), (error) => done(error))
  }

  override _final(done: () => void): void {
    this.socket?.close()
    done()
  }

  override _destroy(error: Error | null, done: (error: Error | null) => void): void {
    this.socket?.close()
    done(error)
  }

  // What an HTTP agent asks of a TCP socket and a tunnel has not.
  setKeepAlive(): this {
    return this
  }
  setNoDelay(): this {
    return this
  }
  setTimeout(): this {
    return this
  }
  ref(): this {
    return this
  }
  unref(): this {
    return this
  }
}
