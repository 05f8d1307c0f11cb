import { readFile } from 'node:fs/promises'
import { z } from 'zod'
import { AGENT_AUDIENCE, AGENT_PORT } from '@/server/agent/protocol'
import { ApiFailure } from '@/server/source/cluster/api-failure'
import type { KubeApi } from '@/server/source/cluster/kube-api'
import type { LivePod } from '@/server/source/cluster/pods'
import type { Tunnels } from '@/server/source/cluster/tunnel'

/** A token for the agents is asked for this long, and again when half of it is over. */
const TOKEN_SECONDS = 1200
const tokenSchema = z.object({ status: z.object({ token: z.string() }) })

const namespaceAnswer = z.object({ files: z.record(z.string(), z.string()), missing: z.record(z.string(), z.string()) })

export interface NetnsAnswer {
  files: Record<string, string>
  missing: Record<string, string>
  etag: string | null
}

/** The account whose tokens the agents take. */
export interface AgentAccount {
  namespace: string
  name: string
  /** A projected token of a pod; null: asked from the API server. */
  tokenFile: string | null
}

/** The node agents, each behind a tunnel to its pod: they listen on loopback only. */
export class AgentClient {
  private token: { text: Promise<string>; until: number } | null = null

  constructor(
    private readonly api: KubeApi,
    private readonly tunnels: Tunnels,
    private readonly account: AgentAccount,
  ) {}

  /** A namespace of the agent's node: the pod with this address, or the node itself. null: nothing has changed since `etag`. */
  async read(agent: LivePod, ip: string | null, etag: string | null): Promise<NetnsAnswer | null> {
    const path = ip === null ? '/v1/node' : `/v1/pod?ip=${encodeURIComponent(ip)}`
    const headers = { authorization: `Bearer ${await this.bearer()}`, ...(etag === null ? {} : { 'if-none-match': etag }) }
    const answer = await this.tunnels.get({ namespace: agent.namespace, pod: agent.name, port: AGENT_PORT }, path, headers)
    if (answer.status === 304) return null
    if (answer.status === 401) this.token = null
    if (answer.status !== 200)
      throw new ApiFailure(answer.status, `the node agent answers ${answer.status}: ${answer.text.trim().slice(0, 200)}`)
    return { ...namespaceAnswer.parse(JSON.parse(answer.text)), etag: answer.headers.etag ?? null }
  }

  private bearer(): Promise<string> {
    if (!this.token || performance.now() > this.token.until) {
      const text = this.account.tokenFile === null ? this.request() : readFile(this.account.tokenFile, 'utf8').then((read) => read.trim())
      this.token = { text, until: performance.now() + (TOKEN_SECONDS / 2) * 1000 }
      text.catch(() => {
        this.token = null
      })
    }
    return this.token.text
  }

  private async request(): Promise<string> {
    const { namespace, name } = this.account
    const answer = await this.api.json(`/api/v1/namespaces/${namespace}/serviceaccounts/${name}/token`, {
      method: 'POST',
      body: {
        apiVersion: 'authentication.k8s.io/v1',
        kind: 'TokenRequest',
        spec: { audiences: [AGENT_AUDIENCE], expirationSeconds: TOKEN_SECONDS },
      },
    })
    return tokenSchema.parse(answer).status.token
  }
}
