import { createHash } from 'node:crypto'
import { z } from 'zod'
import type { KubeApi } from '@/server/source/cluster/kube-api'

/** A token that was good is not reviewed again for this long, one that was not for this long. */
const GOOD_MS = 60_000
const BAD_MS = 5_000
const MAX_KEPT = 100

const reviewSchema = z.object({
  status: z.object({
    authenticated: z.boolean().optional(),
    audiences: z.array(z.string()).optional(),
    user: z.object({ username: z.string().optional(), groups: z.array(z.string()).optional() }).optional(),
  }),
})

export interface Reviewed {
  username: string
  groups: string[]
}

/** Who a token is, by the API server's TokenReview; null when it is nobody's, or not for this audience. `audience` null: for the API server itself. */
export async function reviewToken(api: KubeApi, token: string, audience: string | null): Promise<Reviewed | null> {
  const { status } = reviewSchema.parse(
    await api.json('/apis/authentication.k8s.io/v1/tokenreviews', {
      method: 'POST',
      body: {
        apiVersion: 'authentication.k8s.io/v1',
        kind: 'TokenReview',
        spec: { token, ...(audience === null ? {} : { audiences: [audience] }) },
      },
    }),
  )
  if (status.authenticated !== true || !status.user?.username) return null
  if (audience !== null && !status.audiences?.includes(audience)) return null
  return { username: status.user.username, groups: status.user.groups ?? [] }
}

/** Lets only one account in. */
export class TokenCheck {
  private readonly known = new Map<string, { ok: boolean; until: number }>()

  constructor(
    private readonly review: (token: string) => Promise<Reviewed | null>,
    /** `system:serviceaccount:NAMESPACE:NAME` */
    private readonly account: string,
    private readonly now: () => number = () => performance.now(),
  ) {}

  /** Throws when the API server could not be asked. */
  async allows(token: string): Promise<boolean> {
    const key = createHash('sha256').update(token).digest('base64')
    const known = this.known.get(key)
    if (known && known.until > this.now()) return known.ok
    const ok = (await this.review(token))?.username === this.account
    for (const oldest of this.known.keys()) if (this.known.size >= MAX_KEPT) this.known.delete(oldest)
    this.known.delete(key)
    this.known.set(key, { ok, until: this.now() + (ok ? GOOD_MS : BAD_MS) })
    return ok
  }
}
