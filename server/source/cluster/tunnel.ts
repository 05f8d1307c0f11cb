import { Agent, type ClientRequest, type IncomingMessage, request } from 'node:http'
import type { Duplex } from 'node:stream'
import { ApiFailure, messageOf } from '@/server/source/cluster/api-failure'
import { type KubeApi, textOf } from '@/server/source/cluster/kube-api'
import { PodSocket } from '@/server/source/cluster/pod-socket'

/** A tunnel that nobody used for so long is closed. */
const IDLE_MS = 60_000
/** A large dump through two proxies; a process that is stopped never answers. */
const ANSWER_MS = 20_000
/** A dump of a large mesh has some 100 MiB. */
const MAX_ANSWER_BYTES = 256 * 1024 * 1024

export interface Target {
  namespace: string
  pod: string
  port: number
}

export interface Answer {
  status: number
  headers: IncomingMessage['headers']
  text: string
}

/** One connection to one port of a pod, kept open between requests (HTTP keep-alive). */
class Tunnel {
  usedAt = performance.now()
  private readonly agent: Agent

  constructor(
    api: KubeApi,
    private readonly target: Target,
  ) {
    this.agent = new Agent({ keepAlive: true, maxSockets: 1, maxFreeSockets: 1 })
    const { namespace, pod, port } = target
    this.agent.createConnection = (_options, done) => {
      PodSocket.connect(api, namespace, pod, port).then(
        (socket) => done?.(null, socket),
        (error: Error) => done?.(error, undefined as unknown as Duplex),
      )
      return undefined
    }
  }

  get(path: string, headers: Record<string, string>): Promise<Answer> {
    this.usedAt = performance.now()
    return new Promise((resolve, reject) => {
      let asked: ClientRequest
      const timer = setTimeout(() => asked.destroy(new ApiFailure(0, `no answer within ${ANSWER_MS / 1000} s`)), ANSWER_MS)
      const fail = (error: unknown) => {
        clearTimeout(timer)
        reject(error instanceof ApiFailure ? error : new ApiFailure(0, messageOf(error)))
      }
      asked = request({ agent: this.agent, host: 'localhost', port: this.target.port, path, headers, method: 'GET' }, (response) => {
        textOf(response, MAX_ANSWER_BYTES).then((text) => {
          clearTimeout(timer)
          this.usedAt = performance.now()
          resolve({ status: response.statusCode ?? 0, headers: response.headers, text })
        }, fail)
      })
      asked.on('error', fail)
      asked.end()
    })
  }

  close(): void {
    this.agent.destroy()
  }
}

/** The tunnels of one cluster: one for each pod and port that was asked lately. */
export class Tunnels {
  private readonly open = new Map<string, Tunnel>()

  constructor(private readonly api: KubeApi) {}

  /** A GET of a pod's port. Throws ApiFailure when there is no answer; the answer may have any status. */
  async get(target: Target, path: string, headers: Record<string, string> = {}): Promise<Answer> {
    const key = `${target.namespace}/${target.pod}:${target.port}`
    const tunnel = this.open.get(key) ?? new Tunnel(this.api, target)
    this.open.set(key, tunnel)
    try {
      return await tunnel.get(path, headers)
    } catch (error) {
      // What broke is not used again.
      tunnel.close()
      if (this.open.get(key) === tunnel) this.open.delete(key)
      throw error
    }
  }

  get size(): number {
    return this.open.size
  }

  closeIdle(): void {
    for (const [key, tunnel] of this.open) if (performance.now() - tunnel.usedAt > IDLE_MS) this.closeOne(key, tunnel)
  }

  /** The pod is gone. */
  closePod(namespace: string, pod: string): void {
    for (const [key, tunnel] of this.open) if (key.startsWith(`${namespace}/${pod}:`)) this.closeOne(key, tunnel)
  }

  closeAll(): void {
    for (const [key, tunnel] of this.open) this.closeOne(key, tunnel)
  }

  private closeOne(key: string, tunnel: Tunnel): void {
    tunnel.close()
    this.open.delete(key)
  }
}
